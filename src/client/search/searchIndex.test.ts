import { expect, test } from 'vitest';
import { MemoryStorages } from '../../../test/support/device.ts';
import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import type { ConversationRecord, StoredBody, StoredEntry } from '../conversations/records.ts';
import type { Clock, Storage } from '../ports.ts';
import { after, keptSeq, keys } from '../storageKeys.ts';
import { beginningsOf } from './folding.ts';
import type { Asked, Matches } from './matching.ts';
import { askedIn } from './query.ts';
import { SearchIndex } from './searchIndex.ts';
import { textOf } from './text.ts';

/** Time does not pass: whatever waits has its turn at once. */
const clock: Clock = {
  now: () => 0,
  after: (_, callback) => {
    const turn = setImmediate(callback);
    return () => clearImmediate(turn);
  },
};

const LONG_AGO = 1_000_000;

/** A device as far as the index sees it: logs in a storage, and records that say what of them is here. */
class Device {
  readonly records = new Map<string, ConversationRecord>();
  /** What a search has to find, by the key of its entry. */
  readonly texts = new Map<string, string>();
  readonly storage: Storage;
  index: SearchIndex;
  #time = 0;

  private constructor(storage: Storage) {
    this.storage = storage;
    this.index = this.#newIndex();
  }

  static async open(): Promise<Device> {
    const device = new Device(await new MemoryStorages().open('a'));
    await device.index.load();
    device.index.start();
    return device;
  }

  /** As if this device had stopped at this moment and begun anew. */
  async crash(): Promise<void> {
    this.index.stop();
    this.index = this.#newIndex();
    await this.index.load();
    this.index.start();
  }

  async begin(conversation: string, head = 0): Promise<void> {
    await this.#write({ conversation, cursor: head, oldest: head + 1, cleared: 0, hidden: [], at: 0 }, [], []);
  }

  async say(conversation: string, ...texts: string[]): Promise<void> {
    const record = this.#record(conversation);
    const entries = texts.map((text, index) => this.#entry(conversation, record.cursor + 1 + index, text));
    await this.#write({ ...record, cursor: record.cursor + texts.length, at: this.#time }, entries, []);
  }

  /** History: what was said before the first that is here. */
  async fetchOlder(conversation: string, ...texts: string[]): Promise<void> {
    const record = this.#record(conversation);
    const first = record.oldest - texts.length;
    const entries = texts.map((text, index) =>
      this.#entry(conversation, first + index, text, first + index - LONG_AGO),
    );
    await this.#write({ ...record, oldest: record.oldest - texts.length }, entries, []);
  }

  async change(conversation: string, seq: number, text: string | null): Promise<void> {
    await this.#write(this.#record(conversation), [this.#entry(conversation, seq, text)], []);
  }

  async hide(conversation: string, seq: number): Promise<void> {
    await this.#write(this.#record(conversation), [], [keys.entry(conversation, seq)]);
  }

  async clear(conversation: string, through: number): Promise<void> {
    const record = this.#record(conversation);
    const lying = await this.storage.range(keys.entry(conversation, 0), keys.entry(conversation, through + 1));
    const oldest = Math.max(record.oldest, through + 1);
    await this.#write(
      { ...record, cleared: through, oldest },
      [],
      lying.map(([key]) => key),
    );
  }

  /** The server was put back: what came after `fork` is kept behind it. */
  async goBack(conversation: string, fork: number): Promise<void> {
    const record = this.#record(conversation);
    const lying = await this.storage.range(keys.entry(conversation, fork + 1), after(keys.entries(conversation)));
    const kept = lying.map(([key], index) =>
      this.#entry(conversation, keptSeq(fork, index), this.texts.get(key) ?? null),
    );
    await this.#write(
      { ...record, cursor: fork },
      kept,
      lying.map(([key]) => key),
    );
  }

  async drop(conversation: string): Promise<void> {
    const lying = await this.storage.range(keys.entries(conversation), after(keys.entries(conversation)));
    await this.storage.write({ remove: lying.map(([key]) => key) });
    for (const [key] of lying) this.texts.delete(key);
    this.records.delete(conversation);
    this.index.wake();
  }

  async found(words: string): Promise<string[]> {
    const { last } = await answers(this.index, { ...anything, beginnings: beginningsOf(askedIn(words)) }, 100_000);
    const places = last.newest.map(({ conversation, seq }) => keys.entry(conversation, seq));
    if (new Set(places).size !== last.count) throw new Error('something is found twice');
    return places.toSorted();
  }

  expected(beginning: string): string[] {
    const has = (text: string) => text.split(' ').some((word) => word.startsWith(beginning));
    return [...this.texts].flatMap(([key, text]) => (has(text) ? [key] : [])).toSorted();
  }

  /** Of all that is stored of the index, as whoever has the device's key would read it. */
  async bytes(): Promise<string> {
    const lying = await this.storage.range('search', after('search'));
    return lying.map(([key, value]) => `${key} ${Buffer.from(value).toString('latin1')}`).join('\n');
  }

  #newIndex(): SearchIndex {
    return new SearchIndex({
      storage: this.storage,
      clock,
      conversations: () => [...this.records.values()],
      conversation: (conversation) => this.records.get(conversation),
      textOf,
      changed: () => undefined,
    });
  }

  #record(conversation: string): ConversationRecord {
    const record = this.records.get(conversation);
    if (!record) throw new Error('there is no such conversation');
    return record;
  }

  #entry(
    conversation: string,
    seq: number,
    text: string | null,
    at = (this.#time += 1),
  ): readonly [string, StoredEntry, string | null] {
    const body: StoredBody =
      text === null ? { kind: 'deleted' } : { kind: 'content', content: { type: 'text', text, reply: null } };
    const place = { seq, account: 'a', device: 'd', at, counts: true, hash: '', id: null };
    return [keys.entry(conversation, seq), { ...place, counter: 0, previous: null, body }, text];
  }

  async #write(
    record: Partial<ConversationRecord>,
    entries: readonly (readonly [string, StoredEntry, string | null])[],
    remove: readonly string[],
  ): Promise<void> {
    const whole = record as ConversationRecord;
    const put = entries.map(([key, entry]) => [key, encodeCbor(entry)] as const);
    const changes = { put, remove };
    await this.storage.write({ put: [...put, ...this.index.noted(whole, changes)], remove });
    this.records.set(whole.conversation, whole);
    for (const key of remove) this.texts.delete(key);
    for (const [key, , text] of entries) {
      if (text === null) this.texts.delete(key);
      else this.texts.set(key, text);
    }
    this.index.wake();
  }
}

const anything = { since: -Infinity, until: Infinity, isFrom: () => true, isIn: () => true };

async function answers(index: SearchIndex, asked: Asked, most: number): Promise<{ first: Matches; last: Matches }> {
  const all: Matches[] = [];
  for await (const matches of index.find(asked, most, async () => undefined)) all.push(matches);
  const [first, last] = [all.at(0), all.at(-1)];
  if (!first || !last) throw new Error('nothing came');
  return { first, last };
}

/** The same numbers in each run. */
function dice(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return ((state >>> 8) % 1_000_003) % most;
  };
}

const words = ['ladder', 'lantern', 'orchard', 'rain', 'harbour', 'letter', 'garden', 'market'];

test.each([1, 2])('what is found is what is there, whatever happens in between (seed %i)', async (seed) => {
  const roll = dice(seed);
  const device = await Device.open();
  const names = ['one', 'two', 'three'];
  for (const name of names) await device.begin(name, 400);
  const text = () => Array.from({ length: 1 + roll(6) }, () => words[roll(words.length)] ?? '').join(' ');
  const texts = (most: number) => Array.from({ length: 1 + roll(most) }, text);
  for (let step = 0; step < 120; step++) {
    const name = names[roll(names.length)] ?? 'one';
    const record = device.records.get(name) as ConversationRecord;
    const somewhere = record.oldest + roll(Math.max(1, record.cursor - record.oldest + 1));
    const here = somewhere > record.cleared && device.texts.has(keys.entry(name, somewhere));
    const what = roll(24);
    if (what < 10) await device.say(name, ...texts(30));
    else if (what < 14 && record.oldest - 30 > record.cleared) await device.fetchOlder(name, ...texts(30));
    else if (what < 17 && here) await device.change(name, somewhere, text());
    else if (what < 19 && here) await device.change(name, somewhere, null);
    else if (what === 19 && here) await device.hide(name, somewhere);
    else if (what === 20 && roll(4) === 0) await device.clear(name, somewhere);
    else if (what === 21 && roll(3) === 0) await device.goBack(name, Math.max(record.cleared, somewhere));
    else if (what === 22 && roll(6) === 0) {
      await device.drop(name);
      await device.begin(name, record.cursor + 10);
    } else if (what === 23) await device.crash();
    // Sometimes it catches up, sometimes the next thing comes before that.
    if (roll(3) > 0) await new Promise((resolve) => setImmediate(resolve));
  }
  for (const asked of ['l', 'la', 'ladder', 'orch', 'rain', 'm']) {
    await expect.poll(() => device.found(asked)).toEqual(device.expected(asked));
  }
  await device.crash();
  await expect.poll(() => device.found('la')).toEqual(device.expected('la'));
});

test('what is deleted is not in the stored bytes any more, of whatever kind the deletion is', async () => {
  const device = await Device.open();
  await device.begin('one');
  await device.begin('two');
  await device.say('one', 'ordinary', 'secretdeleted word', 'secrethidden word', 'secretedited word');
  await device.say('two', 'secretcleared word', 'stays here');
  await expect.poll(() => device.found('secret')).toHaveLength(4);
  await device.say('one', ...Array.from({ length: 600 }, (_, index) => `filler${index}`));
  await device.say('two', ...Array.from({ length: 600 }, (_, index) => `other${index}`));
  const left = async () => new Set((await device.bytes()).match(/secret[a-z]+/g)).size;
  await expect.poll(left).toBe(4);
  await device.change('one', 2, null);
  await device.hide('one', 3);
  await device.change('one', 4, 'harmless words');
  await device.clear('two', 1);
  await expect.poll(left).toBe(0);
  await expect.poll(() => device.found('harmless')).toEqual([keys.entry('one', 4)]);
  expect(await device.found('stays')).toEqual([keys.entry('two', 2)]);
  await device.drop('two');
  await expect.poll(async () => (await device.bytes()).includes('other5')).toBe(false);
  expect(await device.found('ordinary')).toEqual([keys.entry('one', 1)]);
});

test('the newest are there before what is older is read, and what is not of the time asked for is not read', async () => {
  const device = await Device.open();
  await device.begin('one', 5000);
  const read: string[] = [];
  const get = device.storage.get.bind(device.storage);
  device.storage.get = (key) => {
    if (key.startsWith('search/segment/')) read.push(key);
    return get(key);
  };
  const segments = async () => (await device.bytes()).match(/^search\/segment\S* /gm)?.length;
  // So much larger than the other that the two are not merged.
  const long = (index: number): string => Array.from({ length: 20 }, (_, each) => `word${index}x${each}`).join(' ');
  await device.say('one', ...Array.from({ length: 600 }, (_, index) => `often ${long(index)}`));
  await expect.poll(segments).toBe(1);
  await device.say('one', ...Array.from({ length: 600 }, () => 'often'));
  await expect.poll(segments).toBe(2);
  await device.crash();
  const all = { ...anything, beginnings: ['o'] };
  read.length = 0;
  const newest = await device.index.find(all, 50, async () => undefined).next();
  expect(newest.value).toMatchObject({ whole: false, newest: { length: 50 } });
  expect(read).toHaveLength(1);
  const { last } = await answers(device.index, all, 50);
  expect([last.count, last.newest]).toEqual([1200, newest.value?.newest]);
  await device.crash();
  read.length = 0;
  await answers(device.index, { ...all, until: 2 }, 50);
  expect(read).toHaveLength(1);

  // History that is not in a segment yet comes first, and is older than all.
  await device.fetchOlder('one', ...Array.from({ length: 100 }, () => 'often'));
  await expect.poll(() => device.found('o')).toHaveLength(1300);
  expect((await answers(device.index, all, 50)).first.newest).toEqual(last.newest);
});

test('no word is in a key', async () => {
  const device = await Device.open();
  await device.begin('one');
  await device.say('one', ...Array.from({ length: 1200 }, (_, index) => `telltale${index} tell`));
  await expect.poll(async () => (await device.bytes()).match(/^search\/segment\S* /gm)?.length).toBe(1);
  await device.change('one', 7, 'tell nobody');
  const lying = await device.storage.range('search', after('search'));
  expect(lying.map(([key]) => key).filter((key) => !/^search(\/(segment|stale)\/\d+)?$/.test(key))).toEqual([]);
});

test('a segment that another version wrote is thrown away, and all is indexed anew', async () => {
  const device = await Device.open();
  await device.begin('one');
  await device.say('one', ...Array.from({ length: 700 }, (_, index) => `word${index}`));
  await expect.poll(() => device.bytes()).toContain('search/segment/');
  await device.storage.write({ put: [[keys.search, encodeCbor({ version: 0 })]] });
  await device.crash();
  await expect.poll(() => device.found('word699')).toEqual([keys.entry('one', 700)]);
  await expect.poll(() => device.found('word')).toHaveLength(700);
});

test('a write that fails loses nothing and leaves nothing: it has another turn', async () => {
  const device = await Device.open();
  await device.begin('one');
  await device.begin('two');
  const write = device.storage.write.bind(device.storage);
  let failures = 3;
  device.storage.write = async (changes) => {
    const isOfIndex = changes.put?.some(([key]) => key === keys.search) === true;
    if (isOfIndex && failures > 0) {
      failures -= 1;
      throw new Error('the disk is full');
    }
    return write(changes);
  };
  await device.say('one', ...Array.from({ length: 700 }, (_, index) => `word${index}`));
  await device.change('one', 3, null);
  await expect.poll(() => device.found('word')).toHaveLength(699);
  expect(failures).toBe(0);

  await device.say('two', ...Array.from({ length: 700 }, () => 'secretcleared'));
  await expect.poll(async () => (await device.bytes()).includes('secretcleared')).toBe(true);
  failures = 1;
  await device.clear('two', 700);
  await expect.poll(async () => (await device.bytes()).includes('secretcleared')).toBe(false);
  expect(failures).toBe(0);
});

test('segments of messages that are all words of their own are not kept unpacked without end', async () => {
  const device = await Device.open();
  await device.begin('one');
  const long = (index: number): string => Array.from({ length: 20 }, (_, each) => `word${index}x${each}`).join(' ');
  await device.say('one', ...Array.from({ length: 600 }, (_, index) => long(index)));
  await device.say('one', ...Array.from({ length: 600 }, () => 'word'));
  const stored = async () =>
    decodeCbor((await device.storage.get(keys.search)) ?? new Uint8Array()) as { segments: object[] };
  await expect.poll(async () => (await stored()).segments).toHaveLength(2);
  // As if each were two dozen texts of a mebibyte.
  const catalogue = await stored();
  const segments = catalogue.segments.map((one) => ({ ...one, bytes: 24 * 1024 * 1024 }));
  await device.storage.write({ put: [[keys.search, encodeCbor({ ...catalogue, segments })]] });
  await device.crash();
  let read = 0;
  const get = device.storage.get.bind(device.storage);
  device.storage.get = (key) => {
    if (key.startsWith('search/segment/')) read += 1;
    return get(key);
  };
  for (const times of [2, 3, 4]) {
    expect(await device.found('word')).toHaveLength(1200);
    expect(read).toBe(times);
  }
});
