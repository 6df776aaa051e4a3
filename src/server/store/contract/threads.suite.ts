import { expect, test } from 'vitest';
import type { ThreadDraft } from '../../core/ports.ts';
import { audit, person, type Given } from './world.suite.ts';

export const threadDraft = (thread: string, more: Partial<ThreadDraft> = {}): ThreadDraft => ({
  thread,
  mode: 'comments',
  title: 'A page',
  policy: 'approval',
  sites: [],
  answerers: [],
  at: 1000,
  ...more,
});

export function threadPromises(given: Given): void {
  const create = (thread: string, more: Partial<ThreadDraft> = {}) =>
    given.store.threads.create(threadDraft(thread, more), audit(`thread ${thread}`));

  test('[S290] a thread is made once, with its sites, changed, and listed in order of keys', async () => {
    const { threads } = given.store;
    expect(await create('page', { sites: ['https://b.example', 'https://a.example'], policy: 'open' })).toBe(true);
    expect(await create('page')).toBe(false);
    expect(await create('https://a.example/one')).toBe(true);
    const page = await threads.byKey('page');
    expect(page).toMatchObject({ mode: 'comments', title: 'A page', policy: 'open', approved: 0, pending: 0 });
    expect(page?.sites).toEqual(['https://a.example', 'https://b.example']);
    await threads.change(page?.no ?? 0, { policy: 'closed', sites: ['https://c.example'] }, audit('changed'));
    const changed = await threads.byKey('page');
    expect(changed).toMatchObject({ title: 'A page', policy: 'closed', sites: ['https://c.example'], createdAt: 1000 });
    expect((await threads.page({ after: null, limit: 9 })).map(({ thread }) => thread)).toEqual([
      'https://a.example/one',
      'page',
    ]);
    expect(await threads.page({ after: 'https://a.example/one', limit: 9 })).toEqual([changed]);
    expect(await threads.byKey('nothing')).toBeUndefined();
    expect((await given.store.audit.entries(0, 9)).map(({ what }) => what)).toEqual([
      'thread page',
      'thread https://a.example/one',
      'changed',
    ]);
  });

  test('[S291] who answers a contact form is told as long as they are active', async () => {
    const { threads, accounts } = given.store;
    const [anna, bert] = [await person(given.store, 'anna'), await person(given.store, 'bert')];
    await create('contact', { mode: 'contact', answerers: [bert.no, anna.no] });
    const no = (await threads.byKey('contact'))?.no ?? 0;
    const names = async () => (await threads.answerers([no])).get(no)?.map(({ username }) => username);
    expect(await names()).toEqual(['anna', 'bert']);
    await accounts.setState(bert.no, 'disabled', audit('disabled'));
    expect(await names()).toEqual(['anna']);
    await threads.change(no, { answerers: [bert.no] }, audit('changed'));
    expect(await names()).toBeUndefined();
  });

  test('[S292] sites are put up to a bound, changed, and removed', async () => {
    const { threads } = given.store;
    const put = (site: string, policy: 'open' | null, at: number) =>
      threads.putSite({ site, policy, createdAt: at }, 2, audit('site'));
    expect([await put('https://b.example', 'open', 1), await put('https://a.example', null, 2)]).toEqual([true, true]);
    expect(await put('https://c.example', null, 3)).toBe(false);
    expect(await put('https://b.example', null, 4)).toBe(true);
    expect(await threads.sites()).toEqual([
      { site: 'https://a.example', policy: null, createdAt: 2, threads: 0 },
      { site: 'https://b.example', policy: null, createdAt: 1, threads: 0 },
    ]);
    expect(await threads.removeSite('https://a.example', audit('gone'))).toBe(true);
    expect(await threads.removeSite('https://a.example', audit('gone'))).toBe(false);
    expect(await threads.site('https://a.example')).toBeUndefined();
    expect(await threads.site('https://b.example')).toMatchObject({ policy: null });
  });

  test('[S293] threads are there after reopening', async () => {
    await create('page', { sites: ['https://a.example'] });
    const before = await given.store.threads.byKey('page');
    const again = await given.under.openAsKilled();
    expect(await again.threads.byKey('page')).toEqual(before);
    await again.close();
  });
}
