import { expect, test } from 'vitest';
import { encodeCbor } from '../../crypto/encoding.ts';
import type { Storage } from '../ports.ts';
import { keys } from '../storageKeys.ts';
import { isAnswered } from './answered.ts';
import type { ConversationRecord } from './records.ts';

/** A log of so many messages, of which the account said one; it counts what is read of it. */
function logOf(length: number, ownSeq: number) {
  const read = new Set<number>();
  const storage: Pick<Storage, 'range'> = {
    async range(_from, to, { limit = Infinity } = {}) {
      const end = Number.parseInt(to.split('/').at(-1) ?? '', 10) - 1;
      const seqs = Array.from({ length: Math.min(limit, end) }, (_, index) => end - index);
      return seqs.map((seq) => {
        read.add(seq);
        return [keys.entry('c', seq), encodeCbor({ account: seq === ownSeq ? 'own' : 'other', counts: true })];
      });
    },
  };
  const record = { conversation: 'c', cursor: length } as ConversationRecord;
  return { asked: () => isAnswered(storage as Storage, record, 'own'), read };
}

test('an answer is found a long way back, and no further is read; of a flood without one only the end is', async () => {
  const answered = logOf(100_000, 99_000);
  expect(await answered.asked()).toBe(true);
  expect(answered.read.size).toBe(1200);
  const never = logOf(300, 0);
  expect(await never.asked()).toBe(false);
  expect(never.read.size).toBe(300);
  const flood = logOf(100_000, 5);
  expect(await flood.asked()).toBe(false);
  expect(flood.read.size).toBe(2000);
});
