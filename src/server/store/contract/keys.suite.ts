import { expect, test } from 'vitest';
import { audit, chainAppend, id, person, random, sha256, text, vault, type Given } from './world.suite.ts';

export function keyPromises(given: Given): void {
  test('[S30] the chain grows by the next number only', async () => {
    const { keys } = given.store;
    const anna = await person(given.store, 'anna');
    expect(await keys.appendToChain(chainAppend(anna, 1))).toBe('chain_moved');
    expect(await keys.appendToChain(chainAppend(anna, 3))).toBe('chain_moved');
    expect(await keys.appendToChain(chainAppend(anna, 2))).toBe('stored');
    expect((await keys.chain(anna.no, 0)).map(({ number }) => number)).toEqual([1, 2]);
    expect(await keys.chain(anna.no, 1)).toEqual([{ number: 2, entry: text('entry 2'), hash: sha256(text('anna 2')) }]);
  });

  test('[S31] of two appends at once one is stored, and nothing of the other', async () => {
    const { keys } = given.store;
    const anna = await person(given.store, 'anna');
    const answers = await Promise.all([
      keys.appendToChain(chainAppend(anna, 2, { addDevice: { device: id(), label: 'one' } })),
      keys.appendToChain(chainAppend(anna, 2, { addDevice: { device: id(), label: 'two' } })),
    ]);
    expect(answers).toEqual(['stored', 'chain_moved']);
    expect((await keys.devices(anna.no)).map(({ label }) => label)).toEqual(['laptop', 'one']);
    expect((await given.store.audit.entries(0, 10)).map(({ what }) => what)).toEqual(['register anna', 'chain 2']);
  });

  test('[S32] an added device is bound to the session that added it', async () => {
    const { keys, sessions } = given.store;
    const anna = await person(given.store, 'anna');
    const tokenHash = random(32);
    await sessions.create({
      tokenHash,
      account: anna.no,
      device: null,
      began: { by: 'password' },
      at: 1000,
      expiresAt: 9000,
    });
    const device = id();
    await keys.appendToChain(chainAppend(anna, 2, { addDevice: { device, label: 'phone' }, session: tokenHash }));
    expect((await sessions.find(tokenHash, 1001))?.device).toMatchObject({ device, state: 'live' });
  });

  test('[S33] a removed device loses its sessions, its seeds and its cursors', async () => {
    const { keys, sessions, conversations } = given.store;
    const anna = await person(given.store, 'anna', {
      accountKey: {
        generation: 1,
        seeds: [
          { recipient: 'vault', sealed: 'v1' },
          { recipient: 'later', sealed: 'd1' },
        ],
        link: null,
      },
    });
    const [mine, theirs] = [random(32), random(32)];
    await keys.appendToChain(chainAppend(anna, 2, { addDevice: { device: 'later', label: 'phone' } }));
    const phone = (await keys.devices(anna.no)).find(({ device }) => device === 'later');
    await sessions.create({
      tokenHash: mine,
      account: anna.no,
      device: anna.device,
      began: { by: 'password' },
      at: 1000,
      expiresAt: 9000,
    });
    await sessions.create({
      tokenHash: theirs,
      account: anna.no,
      device: phone!.no,
      began: { by: 'password' },
      at: 1000,
      expiresAt: 9000,
    });
    expect(await keys.appendToChain(chainAppend(anna, 3, { removeDevices: ['later'] }))).toBe('stored');
    expect((await keys.devices(anna.no)).map(({ state }) => state)).toEqual(['live', 'removed']);
    expect(await sessions.find(mine, 1001)).toBeDefined();
    expect(await sessions.find(theirs, 1001)).toBeUndefined();
    expect((await keys.accountKeys(anna.no, 'later', 1, 9))[0]?.seeds).toEqual([{ recipient: 'vault', sealed: 'v1' }]);
    expect((await conversations.deviceCursors(phone!.no)).size).toBe(0);
    await keys.setDeviceState(anna.no, 'later', 'live', audit('resume'));
    expect((await keys.devices(anna.no))[1]?.state).toBe('removed');
  });

  test('[S34] account keys: all generations, each with the seeds for the asking device and the vault only', async () => {
    const { keys } = given.store;
    const seeds = ['vault', 'a', 'b'].map((recipient) => ({ recipient, sealed: `seed for ${recipient}` }));
    const anna = await person(given.store, 'anna', { accountKey: { generation: 1, seeds, link: null } });
    await keys.appendToChain(chainAppend(anna, 2, { accountKey: { generation: 2, seeds, link: 'link 2' } }));
    const forA = [seeds[1], seeds[0]];
    expect(await keys.accountKeys(anna.no, 'a', 1, 9)).toEqual([
      { generation: 1, seeds: forA, link: null },
      { generation: 2, seeds: forA, link: 'link 2' },
    ]);
    expect((await keys.accountKeys(anna.no, null, 1, 9)).map((key) => key.seeds)).toEqual([[seeds[0]], [seeds[0]]]);
  });

  test('[S35] a vault that comes with a chain entry replaces the version before it, or nothing is stored', async () => {
    const { keys } = given.store;
    const anna = await person(given.store, 'anna');
    expect(await keys.appendToChain(chainAppend(anna, 2, { vault: vault(3, 'new') }))).toBe('vault_moved');
    expect(await keys.chain(anna.no, 1)).toEqual([]);
    expect(await keys.appendToChain(chainAppend(anna, 2, { vault: vault(2, 'new') }))).toBe('stored');
    expect(await keys.vault(anna.no)).toEqual(vault(2, 'new'));
  });

  test('[S36] a new password replaces record and vault together; of two at once one', async () => {
    const { keys } = given.store;
    const anna = await person(given.store, 'anna');
    const answers = await Promise.all([
      keys.replacePassword(anna.no, 'record a', vault(2, 'a'), audit('password')),
      keys.replacePassword(anna.no, 'record b', vault(2, 'b'), audit('password')),
    ]);
    expect(answers).toEqual(['stored', 'vault_moved']);
    expect(await keys.opaqueRecord(anna.no)).toBe('record a');
    expect(await keys.vault(anna.no)).toEqual(vault(2, 'a'));
  });

  test('[S37] a new recovery code replaces wrap and key and leaves the version', async () => {
    const { keys } = given.store;
    const anna = await person(given.store, 'anna');
    expect(await keys.replaceRecovery(anna.no, 2, 'wrap', 'key', audit('recovery'))).toBe('vault_moved');
    expect(await keys.replaceRecovery(anna.no, 1, 'wrap', 'key', audit('recovery'))).toBe('stored');
    expect(await keys.vault(anna.no)).toEqual({ ...vault(1), recoveryWrap: 'wrap', recoveryKey: 'key' });
  });

  test('[S38] a reset spends its link and leaves nothing of the identity before', async () => {
    const { keys, links, sessions } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    const [link, session] = [random(32), random(32)];
    await links.create({ kind: 'reset', tokenHash: link, account: anna.no, at: 1000, expiresAt: 9000 }, null);
    await sessions.create({
      tokenHash: session,
      account: anna.no,
      device: anna.device,
      began: { by: 'password' },
      at: 1000,
      expiresAt: 9000,
    });
    const accountKey = { generation: 2, seeds: [{ recipient: 'vault', sealed: 'new seed' }], link: null };
    const append = chainAppend(anna, 2, { accountKey, addDevice: { device: 'new', label: 'new laptop' } });
    const reset = { tokenHash: link, append, record: 'new record', vault: vault(2, 'new') };
    expect(await keys.reset({ ...reset, append: { ...append, account: bert.no } })).toBe('link_spent');
    expect(await keys.reset({ ...reset, append: { ...append, entry: { ...append.entry, number: 3 } } })).toBe(
      'chain_moved',
    );
    const answers = await Promise.all([keys.reset(reset), keys.reset(reset)]);
    expect(answers).toEqual([{ device: expect.any(Number) }, 'link_spent']);
    expect((await keys.devices(anna.no)).map(({ label, state }) => [label, state])).toEqual([
      ['laptop', 'removed'],
      ['new laptop', 'live'],
    ]);
    expect(await sessions.find(session, 1001)).toBeUndefined();
    expect(await keys.accountKeys(anna.no, 'new', 1, 9)).toEqual([accountKey]);
    expect(await keys.opaqueRecord(anna.no)).toBe('new record');
    expect(await keys.vault(anna.no)).toEqual(vault(2, 'new'));
    expect((await keys.chain(anna.no, 0)).map(({ number }) => number)).toEqual([1, 2]);
  });
}
