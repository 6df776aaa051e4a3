import { expect, test } from 'vitest';
import { switchNames, switches as declared } from '../../../protocol/switches.ts';
import { AUDIT_GENESIS, auditHash } from '../../core/audit.ts';
import { audit, newAccount, person, same, type Given } from './world.suite.ts';

export function auditPromises(given: Given): void {
  test('[S90] every switch is there with its default until it is turned', async () => {
    const { switches } = given.store;
    const defaults = new Map(switchNames.map((name) => [name, declared[name].default]));
    expect(await switches.all()).toEqual(defaults);
    await switches.set('approval', true, audit('approval on'));
    await switches.set('encryption', false, audit('encryption off'));
    await switches.set('approval', false, audit('approval off'));
    expect(await switches.all()).toEqual(new Map([...defaults, ['encryption', false]]));
    expect((await given.store.audit.entries(0, 10)).map(({ what }) => what)).toEqual([
      'approval on',
      'encryption off',
      'approval off',
    ]);
  });

  test('[S340] a setting is kept once it is not as by default, with who set it, and survives a reopening', async () => {
    const { settings } = given.store;
    expect(await settings.all()).toEqual(new Map());
    await settings.set('accounts', 5, audit('accounts 5'));
    await settings.set('accounts', 7, audit('accounts 7'));
    await settings.set('message-days', 30, audit('days 30'));
    await settings.set('message-days', null, audit('days'));
    expect((await given.store.audit.entries(0, 10)).map(({ what }) => what)).toEqual([
      'accounts 5',
      'accounts 7',
      'days 30',
      'days',
    ]);
    await given.store.close();
    const again = await given.under.open();
    expect(await again.settings.all()).toEqual(new Map([['accounts', 7]]));
    await again.close();
  });

  test('[S91] audit entries are numbered, read in pages, and chained by hash from the first', async () => {
    const { switches, audit: log } = given.store;
    const acts = Array.from({ length: 20 }, (_, index) => audit(`act ${index + 1}`));
    await Promise.all(acts.map((act, index) => switches.set('approval', index % 2 === 0, act)));
    const entries = await log.entries(0, 100);
    expect(entries.map(({ number, what }) => [number, what])).toEqual(acts.map(({ what }, index) => [index + 1, what]));
    let previous: Uint8Array = AUDIT_GENESIS;
    for (const entry of entries) {
      expect(same(entry.hash, auditHash(previous, entry))).toBe(true);
      previous = entry.hash;
    }
    expect(await log.entries(5, 3)).toEqual(entries.slice(5, 8));
    expect(await log.entries(20, 3)).toEqual([]);
  });

  test('[S92] what was not done is not in the audit log', async () => {
    await person(given.store, 'anna');
    expect(await given.store.accounts.create(newAccount('anna'))).toBe('username_taken');
    expect(await given.store.audit.entries(0, 10)).toHaveLength(1);
  });

  test('[S93] the chain goes on after reopening', async () => {
    await given.store.switches.set('approval', true, audit('before'));
    await given.store.close();
    const again = await given.under.open();
    await again.switches.set('approval', false, audit('after'));
    const [first, second] = await again.audit.entries(0, 10);
    expect(second?.number).toBe(2);
    expect(same(second!.hash, auditHash(first!.hash, second!))).toBe(true);
    await again.close();
  });

  test('[S330] the newest entry of an act is found', async () => {
    const { audit: log } = given.store;
    for (const what of ['backup', 'other', 'backup', 'other']) await log.add(audit(what));
    expect(await log.latest('backup')).toEqual((await log.entries(2, 1))[0]);
    expect(await log.latest('restore')).toBeNull();
  });

  test('[S94] a ping resolves while something can be stored', async () => {
    await expect(given.store.ping()).resolves.toBeUndefined();
  });
}
