import { describe, expect, test } from 'vitest';
import { fromBase64url } from '../../protocol/base64url.ts';
import { NO_DRAFT } from '../own/drafts.ts';
import type { ConversationRecord, OutboxItem, StoredEntry } from './records.ts';
import { type Viewer, type Window, excerptOf, itemsOf } from './timeline.ts';

const viewer: Viewer = {
  isKept: (at) => at > 0,
  notify: () => ({ level: 'all', until: null }),
  isBlocked: () => false,
  isDecided: () => false,
  draft: () => NO_DRAFT,
  draftAt: () => 0,
  unreadFrom: () => 0,
  account: 'me',
  person: (account) => ({ account, username: account, displayName: account.toUpperCase() }),
};

const member = (account: string, delivered = 0, read = 0) => ({
  account,
  username: account,
  displayName: '',
  role: 'member' as const,
  delivered,
  read,
  chainNumber: 1,
});

const record: ConversationRecord = {
  conversation: 'c',
  kind: 'direct',
  sealed: true,
  room: null,
  createdAt: 0,
  members: [member('me'), member('you', 3, 1)],
  cursor: 9,
  oldest: 1,
  cleared: 0,
  hidden: [],
  read: 0,
  unread: 0,
  countedTo: 9,
  last: null,
  mine: null,
  at: 0,
};

const text = (words: string, reply: Uint8Array<ArrayBuffer> | null = null) =>
  ({ kind: 'content', content: { type: 'text', text: words, reply } }) as const;

const entry = (
  seq: number,
  account: string,
  body: StoredEntry['body'],
  more: Partial<StoredEntry> = {},
): StoredEntry => ({
  seq,
  account,
  device: `${account}-device`,
  at: seq * 1000,
  counts: true,
  hash: `hash-${seq}`,
  id: `id-${seq}`,
  counter: seq,
  previous: seq === 1 ? null : `hash-${seq - 1}`,
  body,
  ...more,
});

const show = (parts: Partial<Window>) =>
  itemsOf({ record, entries: [], outbox: [], origins: new Map(), isEnd: true, ...parts }, viewer);

describe('how far a message of mine has come', () => {
  test('sent, delivered, read: as far as every other member', () => {
    const entries = [1, 2, 4].map((seq) => entry(seq, 'me', text(`${seq}`)));
    expect(show({ entries }).map(({ state }) => state)).toEqual(['read', 'delivered', 'sent']);
  });

  test('what waits in the outbox is below the log, once', () => {
    const waiting: OutboxItem = {
      conversation: 'c',
      id: 'id-2',
      order: 1,
      at: 5,
      content: { type: 'text', text: 'two', reply: null },
      counts: true,
      empties: null,
      sealed: null,
      acked: null,
      failure: null,
    };
    expect(show({ entries: [entry(1, 'me', text('one'))], outbox: [waiting] }).map(({ state }) => state)).toEqual([
      'read',
      'sending',
    ]);
    const piece = (index: number, acked: number | null): OutboxItem => {
      const content = {
        type: 'piece',
        of: fromBase64url('id-2'),
        index,
        count: 3,
        text: `${index}`,
        reply: null,
      } as const;
      return { ...waiting, id: index === 0 ? 'id-2' : `piece-${index}`, content, acked };
    };
    expect(show({ outbox: [piece(0, 4), piece(1, 5), piece(2, null)] })).toMatchObject([
      { state: 'sending', progress: { sent: 2, count: 3 } },
    ]);
    expect(show({ outbox: [piece(0, 4), piece(1, 5), piece(2, 6)] })).toMatchObject([
      { state: 'sent', progress: null },
    ]);
    const both = show({ entries: [entry(1, 'me', text('one')), entry(2, 'me', text('two'))], outbox: [waiting] });
    expect(both.map(({ key }) => key)).toEqual(['id-1', 'id-2']);
    expect(show({ outbox: [{ ...waiting, failure: 'too_large' }] })).toMatchObject([
      { state: 'failed', failure: 'too_large' },
    ]);
  });
});

describe('gaps', () => {
  test('a counter that jumps, or a link to another envelope, is marked', () => {
    const follows = [entry(1, 'you', text('a')), entry(2, 'you', text('b'))];
    expect(show({ entries: follows }).map(({ gapBefore }) => gapBefore)).toEqual([false, false]);
    const jumps = [entry(1, 'you', text('a')), entry(3, 'you', text('c'))];
    expect(show({ entries: jumps }).map(({ gapBefore }) => gapBefore)).toEqual([false, true]);
    const forged = [entry(1, 'you', text('a')), entry(2, 'you', text('b'), { previous: 'hash-of-another' })];
    expect(show({ entries: forged }).map(({ gapBefore }) => gapBefore)).toEqual([false, true]);
  });

  test('another device of the same account counts for itself', () => {
    const entries = [
      entry(1, 'you', text('a')),
      entry(2, 'you', text('b'), { device: 'other', counter: 1, previous: null }),
    ];
    expect(show({ entries }).some(({ gapBefore }) => gapBefore)).toBe(false);
  });

  test('after an emptied entry nothing can be said', () => {
    const emptied = entry(2, 'you', { kind: 'deleted' }, { id: null, counter: 0, previous: null });
    const entries = [entry(1, 'you', text('a')), emptied, entry(3, 'you', text('c'))];
    expect(show({ entries }).some(({ gapBefore }) => gapBefore)).toBe(false);
  });
});

describe('replies', () => {
  const reply = new Uint8Array([1, 2, 3]);

  test('show what they answer, from the window or from above it, and nothing that is deleted', () => {
    const origin = entry(1, 'you', text('the  origin\nof it'), { id: 'AQID' });
    const answer = entry(2, 'me', text('answer', reply));
    const quoted = { key: 'AQID', author: viewer.person('you'), excerpt: 'the origin of it' };
    expect(show({ entries: [origin, answer] })[1]?.reply).toEqual(quoted);
    expect(show({ entries: [answer], origins: new Map([['AQID', origin]]) })[0]?.reply).toEqual(quoted);
    const gone = { ...origin, body: { kind: 'deleted' } as const };
    expect(show({ entries: [gone, answer] })[1]?.reply).toEqual({ ...quoted, excerpt: null });
    const hidden = show({ record: { ...record, hidden: [1] }, entries: [origin, answer] });
    expect(hidden).toHaveLength(1);
    expect(hidden[0]?.reply).toEqual({ ...quoted, excerpt: null });
  });

  test('an excerpt is one short line', () => {
    expect(excerptOf('🕊'.repeat(500))).toBe(`${'🕊'.repeat(140)}…`);
  });
});

test('[L16] what is older than the server says that it keeps is not said to be withheld', () => {
  const old = { ...entry(1, 'you', { kind: 'emptied' }), at: 0 };
  expect(show({ entries: [old] })[0]?.body).toEqual({ type: 'not_kept' });
});

test('what nobody deleted and the server does not have is said to be withheld', () => {
  expect(show({ entries: [entry(1, 'you', { kind: 'emptied' })] })[0]?.body).toEqual({ type: 'withheld' });
  expect(show({ entries: [entry(1, 'you', { kind: 'invalid', reason: 'signature' })] })[0]?.body).toEqual({
    type: 'invalid',
  });
});

test('deleted for me is not shown, and neither is what has nothing to show', () => {
  const entries = [entry(1, 'you', text('one')), entry(2, 'you', { kind: 'silent' }), entry(3, 'you', text('three'))];
  expect(show({ record: { ...record, cleared: 1 }, entries }).map(({ seq }) => seq)).toEqual([3]);
  expect(show({ record: { ...record, hidden: [3] }, entries }).map(({ seq }) => seq)).toEqual([1]);
});
