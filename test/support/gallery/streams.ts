import type { RecordPage } from '../../../src/client/api.ts';
import type { Follower, RecordFilter, Rule, Stream, StreamRecord } from '../../../src/protocol/api/streams.ts';
import { people } from './people.ts';

const MINUTE = 60_000;
const HEAD = 100_000;
const now = Date.now();

const said: readonly (readonly [level: string | null, message: string])[] = [
  ['info', 'checkpoint complete: wrote 112 buffers (0.7%); 0 files added, 0 removed, 1 recycled; write=11.2 s'],
  ['info', 'connection authorized: user=orchard database=shop application_name=web-1'],
  ['debug', 'automatic vacuum of table "shop.public.baskets": index scans: 1, pages: 0 removed, 318 remain'],
  ['info', 'duration: 12.418 ms  statement: SELECT id, name FROM plums WHERE ripe ORDER BY name LIMIT 40'],
  ['warning', 'disk /dev/sda1 is 91 % full'],
  ['info', 'nightly dump finished, 41 GB in 18 min'],
  ['info', 'replication slot "cellar" is 0 bytes behind'],
  ['error', 'could not extend file "base/16384/24601": no space left on device\nHINT: Check free disk space.'],
  [null, 'heartbeat'],
  ['info', 'archived write-ahead log file 0000000100000A3F000000C8'],
];

/** The record of a machine that has sent a hundred thousand, one every half minute or so. */
export function recordAt(seq: number): StreamRecord {
  const [level, message] = said[(seq * 7 + (seq >> 4)) % said.length] ?? [null, ''];
  return { seq, at: now - (HEAD - seq) * 31_700 - 20_000, endpoint: 'api', message, level, sealed: seq % 11 === 0 };
}

const stream = (machine: string, change: Partial<Stream> = {}): Stream => ({
  machine,
  follows: true,
  everyone: false,
  followers: 4,
  first: 1,
  head: 1,
  read: 1,
  unread: 0,
  newest: null,
  alerts: null,
  disabled: false,
  ...change,
});
const newest = (minutes: number, level: string | null, message: string): StreamRecord => ({
  ...recordAt(1),
  at: now - minutes * MINUTE,
  level,
  message,
});

export const streams = (): Stream[] => [
  stream('cellar-pump', { followers: 1, newest: newest(190, null, 'pressure 2.1 bar, 41 l in the last hour') }),
  stream('db-backup', { head: HEAD, read: HEAD - 3, unread: 3, newest: recordAt(HEAD) }),
  stream('doorbell', { followers: 2, newest: { ...newest(64, null, ''), sealed: true } }),
  stream('empty-shed', { first: 1, head: 0, read: 0, followers: 1 }),
  stream('greenhouse', { everyone: true, followers: 128, newest: newest(1600, 'warn', 'humidity 38 %, vents closed') }),
  stream('print-server', { follows: false, followers: 2, newest: newest(9, 'error', 'tray 2 is empty') }),
];

/** As the server answers for each of these streams. */
export function recordsOf(machine: string, { after, before, limit = 500 }: RecordPage) {
  const { first, head } = streams().find((known) => known.machine === machine) ?? stream(machine);
  const from = after === undefined ? Math.max(first, (before ?? head + 1) - limit) : Math.max(first, after + 1);
  const to = Math.min(head, from + limit - 1, (before ?? head + 1) - 1);
  const records = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => recordAt(from + index));
  return { records, first, head };
}

export function searchOf(machine: string, filter: RecordFilter, { before, limit = 500 }: RecordPage = {}) {
  const { head } = recordsOf(machine, { limit: 1 });
  const found: StreamRecord[] = [];
  let seq = (before ?? head + 1) - 1;
  for (; seq > 0 && found.length < limit; seq -= 1) {
    const record = recordAt(seq);
    if (fits(record, filter)) found.push(record);
  }
  return { records: found.toReversed(), more: seq > 0, searched: seq + 1, indexed: head - 2 };
}

function fits({ at, level, message }: StreamRecord, { words, level: wanted, from = 0, to = Infinity }: RecordFilter) {
  const text = message.toLowerCase();
  const has = (words ?? '')
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
  return has && (wanted === undefined || level === wanted) && at >= from && at <= to;
}

export function countsOf(machine: string, { from, to, spans }: { from: number; to: number; spans: number }) {
  const { head } = recordsOf(machine, { limit: 1 });
  const span = (to - from) / spans;
  const counts = Array.from({ length: spans }, (_, index) => {
    const records = head === 0 ? 0 : 20 + ((index * 37) % 23) + (index % 11 === 6 ? 60 : 0);
    return { at: from + index * span, records, errors: index % 11 === 6 ? 18 : index % 4 === 1 ? 1 : 0 };
  });
  return { span, counts, levels: ['info', 'debug', 'warning', 'error'], indexed: head };
}

export const followers = (): Follower[] =>
  [people.amara, people.bram, people.lena, people.wei].map(({ username, displayName }) => ({ username, displayName }));

export const rules = (): Rule[] =>
  [
    { when: 'contains' as const, text: 'no space left' },
    { when: 'level' as const, least: 'error' as const },
    { when: 'silence' as const, minutes: 30 },
  ].map((condition, index) => ({ rule: `${'r'.repeat(21)}${index}`, condition, createdAt: now }));
