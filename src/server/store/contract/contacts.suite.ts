import { expect, test } from 'vitest';
import type { ContactDraft } from '../../core/ports.ts';
import { followChain, id, person, random, sha256, shownTo, text, type Given, type Person } from './world.suite.ts';

const MOST = 9;

export function contactPromises(given: Given): void {
  const draftFor = (members: readonly Person[], more: Partial<ContactDraft> = {}): ContactDraft => ({
    conversation: id(),
    thread: 'contact',
    title: 'Write to us',
    opening: text('opening'),
    line: text('first line'),
    reading: sha256(text('token')),
    email: null,
    language: 'en',
    nonce: random(16),
    members: members.map(({ no }) => no),
    at: 2000,
    ...more,
  });
  const begin = async (draft: ContactDraft): Promise<number> => {
    const begun = await given.store.contacts.begin(draft);
    if (begun === null || begun === 'taken') throw new Error('it did not begin');
    return begun.log;
  };
  const visitor = (log: number, seq: number, words: string, most = MOST) =>
    given.store.contacts.append({ log, seq, author: null, payload: text(words), at: 3000 }, most);
  const answer = (who: Person, log: number, seq: number, words: string, messageId = random(16)) => {
    const author = { account: who.no, device: who.device, messageId };
    return given.store.contacts.append({ log, seq, author, payload: text(words), at: 4000 }, MOST);
  };

  test('[S180] a visitor begins a conversation of those who answer, with its first entry, also when the process is killed', async () => {
    const [amara, bram] = [await person(given.store, 'amara'), await person(given.store, 'bram')];
    const draft = draftFor([amara]);
    const log = await begin(draft);
    const again = await given.under.openAsKilled();
    const [entry] = await again.log.entries(log, { after: 0, limit: 9 });
    expect(entry).toMatchObject({ seq: 1, account: null, device: null, counts: true, payload: draft.line });
    await again.close();
    const { conversations, contacts } = given.store;
    expect(await conversations.forMember(draft.conversation, amara.no)).toMatchObject({
      kind: 'contact',
      sealed: true,
      contact: { thread: 'contact', title: 'Write to us', read: 0 },
      members: [{ account: { no: amara.no } }],
      unread: 1,
    });
    expect(await conversations.members(draft.conversation)).toMatchObject({ kind: 'contact', members: [amara.no] });
    expect(await shownTo(given.store, amara.no)).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'contact' })]),
    );
    expect(await conversations.forMember(draft.conversation, bram.no)).toBeUndefined();
    expect(await contacts.opening(log)).toEqual({ thread: 'contact', opening: draft.opening });
  });

  test('[S181] the same once more is the same; another under its id or its nonce is refused, and nothing of it is kept', async () => {
    const amara = await person(given.store, 'amara');
    const draft = draftFor([amara]);
    await begin(draft);
    const { contacts, conversations } = given.store;
    expect(await contacts.begin(draft)).toBeNull();
    const stolen = draftFor([amara], { nonce: draft.nonce });
    expect(await contacts.begin(stolen)).toBe('taken');
    expect(await contacts.begin(draftFor([amara], { conversation: draft.conversation }))).toBe('taken');
    expect(await conversations.members(stolen.conversation)).toBeUndefined();
  });

  test('[S182] a line takes the next place or none; a repeat answers what is stored', async () => {
    const [amara, bram] = [await person(given.store, 'amara'), await person(given.store, 'bram')];
    const log = await begin(draftFor([amara, bram]));
    expect(await visitor(log, 3, 'too far')).toBe('log_moved');
    expect(await visitor(log, 1, 'instead')).toBe('log_moved');
    const messageId = random(16);
    const first = await answer(amara, log, 2, 'answer', messageId);
    expect(first).toMatchObject({ seq: 2, repeated: false, hash: sha256(text('answer')) });
    expect(await answer(amara, log, 3, 'sealed anew', messageId)).toEqual({ ...(first as object), repeated: true });
    expect(await answer(bram, log, 2, 'at the same time')).toBe('log_moved');
    expect(await visitor(log, 3, 'thanks')).toMatchObject({ seq: 3, repeated: false });
    expect(await visitor(log, 3, 'thanks')).toMatchObject({ seq: 3, repeated: true });
    expect(await visitor(log, 2, 'answer')).toBe('log_moved');
    expect(await visitor(log, 4, 'one more', 3)).toBe('full');
    expect(await followChain(given.store, log)).toBe(3);
  });

  test('[S183] whoever has the token finds it, and nobody once it is given up', async () => {
    const amara = await person(given.store, 'amara');
    const draft = draftFor([amara], { email: 'vera@example.org' });
    const log = await begin(draft);
    const { contacts } = given.store;
    const { conversation, reading } = draft;
    const found = { log, conversation, title: 'Write to us', head: 1, read: 0, notified: true };
    expect(await contacts.byReading(conversation, reading)).toEqual(found);
    expect(await contacts.byReading(conversation, sha256(text('another')))).toBeUndefined();
    expect(await contacts.byReading(id(), reading)).toBeUndefined();
    await answer(amara, log, 2, 'answer');
    await contacts.giveUp(log);
    expect(await contacts.byReading(conversation, reading)).toBeUndefined();
    expect(await contacts.due(MOST)).toEqual([]);
    expect(await given.store.conversations.forMember(conversation, amara.no)).toMatchObject({ head: { seq: 2 } });
  });

  test('[S184] an answer is told once, until the visitor has read and there is another', async () => {
    const amara = await person(given.store, 'amara');
    const quiet = await begin(draftFor([amara]));
    const log = await begin(draftFor([amara], { email: 'vera@example.org', language: 'fr' }));
    const { contacts } = given.store;
    await answer(amara, quiet, 2, 'told to nobody');
    await visitor(log, 2, 'no answer');
    expect(await contacts.due(MOST)).toEqual([]);
    await answer(amara, log, 3, 'one');
    const due = [{ log, email: 'vera@example.org', language: 'fr' }];
    expect(await contacts.due(MOST)).toEqual(due);
    const again = await given.under.openAsKilled();
    expect(await again.contacts.due(MOST)).toEqual(due);
    await again.close();
    await contacts.told(log);
    await answer(amara, log, 4, 'two');
    expect(await contacts.due(MOST)).toEqual([]);
    await contacts.visited(log, 4);
    await contacts.told(log);
    expect(await contacts.due(MOST)).toEqual([]);
    await answer(amara, log, 5, 'three');
    expect(await contacts.due(MOST)).toEqual(due);
    await contacts.visited(log, 3);
    expect(await contacts.due(MOST)).toEqual([]);
    const reads = (await shownTo(given.store, amara.no)).flatMap(({ contact }) => contact?.read ?? []);
    expect(new Set(reads)).toEqual(new Set([0, 4]));
  });

  test('[S185] what is removed is gone for everyone, from the file too', async () => {
    const [amara, bram] = [await person(given.store, 'amara'), await person(given.store, 'bram')];
    const marks = { opening: 'OPENING-MARK', line: 'LINE-MARK', email: 'mark@example.org' };
    const draft = draftFor([amara, bram], { ...marks, opening: text(marks.opening), line: text(marks.line) });
    const log = await begin(draft);
    await answer(bram, log, 2, 'ANSWER-MARK');
    const { contacts, conversations } = given.store;
    expect(await contacts.remove(log)).toEqual([amara.no, bram.no]);
    for (const { no } of [amara, bram]) expect(await conversations.forMember(draft.conversation, no)).toBeUndefined();
    expect(await contacts.byReading(draft.conversation, draft.reading)).toBeUndefined();
    expect(await contacts.opening(log)).toBeUndefined();
    const kept = (mark: string): boolean => given.under.bytes().includes(mark);
    await expect.poll(() => ['OPENING-MARK', 'LINE-MARK', 'ANSWER-MARK', 'mark@example.org'].filter(kept)).toEqual([]);
  });
}
