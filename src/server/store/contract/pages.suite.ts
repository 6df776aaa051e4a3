import { expect, test } from 'vitest';
import { append, chainAppend, id, logsOf, person, shownTo, type Given, type Person } from './world.suite.ts';

/** What a store promises about reading much in parts. */
export function pagePromises(given: Given): void {
  test('[S110] a chain is read in pages: so many entries after a number, and no more', async () => {
    const { keys } = given.store;
    const anna = await person(given.store, 'anna');
    for (let number = 2; number <= 5; number++) await keys.appendToChain(chainAppend(anna, number));
    const numbers = async (after: number, limit?: number) =>
      (await keys.chain(anna.no, after, limit)).map(({ number }) => number);
    expect(await numbers(0, 2)).toEqual([1, 2]);
    expect(await numbers(2, 2)).toEqual([3, 4]);
    expect(await numbers(4, 2)).toEqual([5]);
    expect(await numbers(5, 2)).toEqual([]);
    expect(await numbers(1)).toEqual([2, 3, 4, 5]);
  });

  test('[S111] account keys are read from one generation to another, each with its own seeds', async () => {
    const { keys } = given.store;
    const anna = await person(given.store, 'anna');
    for (let number = 2; number <= 4; number++) {
      const seeds = [{ recipient: 'vault' as const, sealed: `seed ${number}` }];
      const accountKey = { generation: number, seeds, link: `link ${number}` };
      await keys.appendToChain(chainAppend(anna, number, { accountKey }));
    }
    expect(await keys.accountKeys(anna.no, null, 2, 3)).toEqual([
      { generation: 2, seeds: [{ recipient: 'vault', sealed: 'seed 2' }], link: 'link 2' },
      { generation: 3, seeds: [{ recipient: 'vault', sealed: 'seed 3' }], link: 'link 3' },
    ]);
    expect(await keys.accountKeys(anna.no, null, 5, 9)).toEqual([]);
  });

  test('[S112] conversations are read in pages: each once, what is not shown left out, however short that makes one', async () => {
    const { conversations } = given.store;
    const [anna, all] = await circle(given, 5);
    const second = (await conversations.members(all[1]!))!.log;
    await conversations.clear(second, anna.no, 0);
    const pages: string[][] = [];
    for (let after: string | null = null; ;) {
      const page = await conversations.pageForMember(anna.no, { after, limit: 2 });
      pages.push(page!.conversations.map(({ conversation }) => conversation));
      after = page!.next;
      if (after === null) break;
    }
    expect(pages.flat().filter((each) => all.includes(each))).toEqual(all.toSpliced(1, 1));
    expect(Math.max(...pages.map(({ length }) => length))).toBe(2);
    const count = (await logsOf(given.store, anna.no)).length;
    expect(pages).toHaveLength(Math.ceil(count / 2));
    expect(await conversations.countOf(anna.no)).toBe(count);
    const whole = await shownTo(given.store, anna.no);
    expect(pages.flat()).toEqual(whole.map(({ conversation }) => conversation));
    expect((await conversations.pageForMember(anna.no, { after: null, limit: 9 }))?.conversations).toEqual(whole);
  });

  test('[S117] logs are read in pages: each once, also what is not shown, and how far each is, a moment ago too', async () => {
    const { conversations } = given.store;
    const [anna, all] = await circle(given, 3);
    const [first, second] = await Promise.all(all.map(async (each) => (await conversations.members(each))!.log));
    await append(given.store, { log: first! }, anna);
    await conversations.clear(first!, anna.no, 1);
    await conversations.clear(second!, anna.no, 0);
    const whole = await logsOf(given.store, anna.no);
    const own = whole.filter(({ kind }) => kind !== 'room');
    expect(own.map(({ conversation }) => conversation)).toEqual(all);
    expect(own.map(({ seq, cleared, kind }) => [seq, cleared, kind])).toEqual([
      [1, 1, 'direct'],
      [0, 0, 'direct'],
      [0, 0, 'direct'],
    ]);
    const pages = [await conversations.logsOf(anna.no, { after: 0, limit: 2 })];
    while (pages.at(-1)!.length > 0) {
      pages.push(await conversations.logsOf(anna.no, { after: pages.at(-1)!.at(-1)!.log, limit: 2 }));
    }
    expect(pages.flat()).toEqual(whole);
    expect(Math.max(...pages.map(({ length }) => length))).toBe(2);
  });

  test('[S113] a page ends with what its last conversation holds, also when that came a moment ago', async () => {
    const { conversations } = given.store;
    const [anna, all] = await circle(given, 2);
    const { log } = (await conversations.members(all[1]!))!;
    await append(given.store, { log }, anna, { at: 2345 });
    const page = await conversations.pageForMember(anna.no, { after: all[0]!, limit: 2 });
    expect(page).toMatchObject({ next: null, conversations: [{ conversation: all[1], head: { seq: 1, at: 2345 } }] });
  });

  test("[S114] a page goes on after one of the account's own conversations only", async () => {
    const { conversations } = given.store;
    const [anna, all] = await circle(given, 1);
    const stranger = await person(given.store, 'stranger');
    expect(await conversations.pageForMember(stranger.no, { after: all[0]!, limit: 2 })).toBeUndefined();
    expect(await conversations.pageForMember(anna.no, { after: id(), limit: 2 })).toBeUndefined();
    expect(await conversations.pageForMember(stranger.no, { after: null, limit: 2 })).toEqual({
      conversations: await shownTo(given.store, stranger.no),
      next: null,
    });
  });
}

/** Anna, and so many conversations that she began, in their order. */
async function circle({ store }: Given, size: number): Promise<[Person, string[]]> {
  const anna = await person(store, 'anna');
  const all: string[] = [];
  for (let count = 1; count <= size; count++) {
    const other = await person(store, `other-${count}`);
    const conversation = id();
    await store.conversations.createDirect({
      conversation,
      starter: anna.no,
      other: other.no,
      sealed: false,
      at: 1000,
    });
    all.push(conversation);
  }
  return [anna, all];
}
