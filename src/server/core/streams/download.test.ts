import { expect, test } from 'vitest';
import { handClock } from '../../../../test/support/handClock.ts';
import { createStreamDownload, type Download } from './download.ts';
import { session, streamByHand } from './finding.suite.ts';

async function taken({ batches }: Download): Promise<number[]> {
  const seqs: number[] = [];
  for await (const batch of batches) seqs.push(...batch.map(({ seq }) => seq));
  return seqs;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

test('[F11] it waits for the index, and breaks off when that does not move any more', async () => {
  const { by, given } = streamByHand(700);
  const clock = handClock();
  const download = createStreamDownload({ ...given, clock });
  by.indexed = 600;
  const whole = taken(await download.start(session, 'dale', { words: 'x' }));
  let searches = -1;
  for (let round = 0; by.indexed < 700; round++) {
    await expect.poll(() => by.searches).toBeGreaterThan(searches);
    searches = by.searches;
    if (round === 3) by.indexed = 700;
    clock.advance(250);
  }
  clock.advance(250);
  expect(await whole).toEqual(numbers(700));
  expect(by.largest).toBeLessThanOrEqual(50);

  by.indexed = 600;
  let over = false;
  const broken = taken(await download.start(session, 'dale', { words: 'x' })).finally(() => (over = true));
  broken.catch(() => undefined);
  while (!over) {
    clock.advance(250);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect(broken).rejects.toMatchObject({ reason: 'busy' });
});

test('[F11] whoever may not read the stream any more gets no more of it', async () => {
  const { by, given } = streamByHand(500);
  const download = createStreamDownload({ ...given, clock: handClock() });
  for (const asked of [{}, { words: 'x' }]) {
    by.mayRead = true;
    const { batches, ended } = await download.start(session, 'dale', asked);
    expect((await batches.next()).value).toHaveLength(50);
    by.mayRead = false;
    await expect(batches.next()).rejects.toMatchObject({ code: 'not_found' });
    await expect(download.start(session, 'dale', asked)).rejects.toMatchObject({ code: 'not_found' });
    ended();
  }
});

test('[F11] two at a time; one that has ended, however often that is said, makes room for one', async () => {
  const { given } = streamByHand(10);
  const download = createStreamDownload({ ...given, clock: handClock() });
  const [first] = [await download.start(session, 'dale', {}), await download.start(session, 'dale', {})];
  await expect(download.start(session, 'dale', {})).rejects.toMatchObject({ code: 'too_many_requests' });
  first.ended();
  first.ended();
  expect(await taken(await download.start(session, 'dale', {}))).toEqual(numbers(10));
  await expect(download.start(session, 'dale', {})).rejects.toMatchObject({ code: 'too_many_requests' });
});
