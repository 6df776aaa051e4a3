import type { FoundRecords, OwnStream, RecordPage, StoredRecord } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import type { DeviceSession } from '../sessions.ts';

export const session = { account: { no: 1 } } as unknown as DeviceSession;

const recordAt = (seq: number, message: string): StoredRecord => ({
  seq,
  at: seq,
  endpoint: '127.0.0.1',
  message,
  id: null,
  level: null,
  sealed: false,
});

/** One stream with an index, of which everything can be turned by hand. */
export function streamByHand(head: number, text = 'x') {
  const all = Array.from({ length: head }, (_, at) => recordAt(at + 1, text));
  const by = {
    mayRead: true,
    indexed: head,
    /** Most that one read brought. */
    largest: 0,
    searches: 0,
    /** What a search waits for. */
    until: Promise.resolve(),
  };
  const read = (records: StoredRecord[]): Promise<StoredRecord[]> => {
    by.largest = Math.max(by.largest, records.length);
    return Promise.resolve(records);
  };
  const given = {
    rates: { spend: () => undefined },
    access: {
      async requireReader(): Promise<OwnStream> {
        if (!by.mayRead) throw new Refusal('not_found');
        return { no: 1, machine: 'dale' } as unknown as OwnStream;
      },
    },
    streams: {
      ends: async () => ({ first: 1, head, newest: null }),
      pick: (_machine: string, seqs: readonly number[]) => read(all.filter(({ seq }) => seqs.includes(seq))),
      read: (_machine: string, page: RecordPage) =>
        read('after' in page ? all.slice(page.after, page.after + page.limit) : []),
    },
    index: {
      async search(_machine: string, _condition: object, page: RecordPage): Promise<FoundRecords> {
        by.searches += 1;
        await by.until;
        const seqs = all.map(({ seq }) => seq).filter((seq) => seq <= by.indexed);
        const { indexed } = by;
        if ('before' in page) {
          const found = seqs.filter((seq) => seq < page.before).slice(-page.limit);
          return { seqs: found, searched: found[0] ?? 1, indexed };
        }
        const found = seqs.filter((seq) => seq > page.after).slice(0, page.limit);
        return { seqs: found, searched: found.at(-1) ?? page.after, indexed };
      },
      counts: async () => ({ span: 1, counts: [], levels: [], indexed: by.indexed }),
    },
  };
  return { by, given };
}
