import { expect, test } from 'vitest';
import { session, streamByHand } from './finding.suite.ts';
import { createStreamSearch } from './search.ts';

test('[F9] one search of an account at a time; a ninth that would wait is refused', async () => {
  const { by, given } = streamByHand(10);
  const finding = createStreamSearch(given);
  const { promise, resolve } = Promise.withResolvers<void>();
  by.until = promise;
  const all = Promise.allSettled(Array.from({ length: 9 }, () => finding.search(session, 'dale', { limit: 5 })));
  await expect.poll(() => by.searches).toBe(1);
  const other = { ...session, account: { ...session.account, no: 2 } } as unknown as typeof session;
  const others = finding.search(other, 'dale', { limit: 5 });
  await expect.poll(() => by.searches).toBe(2);
  resolve();
  const ends = await all;
  expect(ends.map(({ status }) => status)).toEqual([...Array<string>(8).fill('fulfilled'), 'rejected']);
  expect(ends.at(-1)).toMatchObject({ reason: { code: 'too_many_requests' } });
  expect((await others).records).toHaveLength(5);
  expect((await finding.search(session, 'dale', { limit: 5 })).records).toHaveLength(5);
});

test('[F9] a page of long records ends early, and the next one begins where it ended', async () => {
  const { by, given } = streamByHand(400, 'x'.repeat(30_000));
  const finding = createStreamSearch(given);
  const seqs: number[] = [];
  for (let before: number | undefined; ;) {
    const page = await finding.search(session, 'dale', { limit: 500, before });
    expect(page.records.length).toBeLessThanOrEqual(120);
    seqs.unshift(...page.records.map(({ seq }) => seq));
    before = page.searched;
    if (!page.more) break;
  }
  expect(seqs).toEqual(Array.from({ length: 400 }, (_, at) => at + 1));
  expect(by.largest).toBeLessThanOrEqual(50);
});
