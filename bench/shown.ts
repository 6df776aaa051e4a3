import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild } from './support/child.ts';
import { openLine, type Line } from './support/line.ts';
import { at, median, milliseconds } from './support/numbers.ts';
import { connect, startWaxwing, type People, type Saying } from './support/people.ts';
import type { Row } from './support/row.ts';
import { BARE } from './support/sizes.ts';

const RATE = 1000;
const GOAL = 0.3;

interface Pair {
  readonly from: Line;
  readonly to: Line;
  readonly say: Saying;
}

interface Times {
  readonly p50: number;
  readonly p99: number;
}

/**
 * From the sender's socket over the disk to the other's, at a steady pace. Floors: a relay that stores nothing, and beside
 * it one append of the same size that is synced.
 */
export async function shown(people: People, { rounds, seconds }: { rounds: number; seconds: number }): Promise<Row[]> {
  const waxwing = await startWaxwing(people);
  const relay = await startChild('bare.child.ts', BARE);
  try {
    const says = people.toEachOther;
    const ours: Pair[] = [];
    const floor: Pair[] = [];
    for (const [number, say] of says.entries()) {
      const [one, other] = people.members.slice(2 * number, 2 * number + 2);
      if (!one || !other) continue;
      ours.push({ say, from: await connect(waxwing.origin, one), to: await connect(waxwing.origin, other) });
      const place = { origin: relay.origin, path: `/${number}` };
      floor.push({ say, from: await openLine(place), to: await openLine(place) });
    }
    const found: Record<'ours' | 'relayed' | 'synced', Times[]> = { ours: [], relayed: [], synced: [] };
    for (let round = 0; round < rounds; round++) {
      found.ours.push(await timed(ours, seconds));
      found.relayed.push(await timed(floor, seconds));
      found.synced.push(synced(people.folder, seconds));
    }
    for (const { from, to } of [...ours, ...floor]) for (const line of [from, to]) line.close();
    return rowsOf(found);
  } finally {
    await waxwing.close();
    await relay.close();
  }
}

function rowsOf({ ours, relayed, synced }: Record<'ours' | 'relayed' | 'synced', Times[]>): Row[] {
  return (['p50', 'p99'] as const).map((which) => {
    const [us = 0, relay = 0, sync = 0] = [ours, relayed, synced].map((all) => median(all.map((each) => each[which])));
    return {
      what: `sent to shown at ${RATE}/s, ${which}`,
      ours: milliseconds(us),
      floor: `${milliseconds(relay)} relay, ${milliseconds(sync)} fdatasync`,
      ratio: us / (relay + sync),
      goal: which === 'p50' ? `<= fdatasync + ${GOAL} ms` : '',
      met: which === 'p50' ? us <= sync + GOAL : null,
    };
  });
}

/** Sends on time whether or not answers come, to each pair in turn. */
async function timed(pairs: readonly Pair[], seconds: number): Promise<Times> {
  const took: number[] = [];
  const sent = pairs.map((): number[] => []);
  for (const [number, { from, to }] of pairs.entries()) {
    from.heard = () => undefined;
    to.heard = (ev) => {
      const began = ev === 'en' ? sent[number]?.shift() : undefined;
      if (began !== undefined) took.push(performance.now() - began);
    };
  }
  const started = performance.now();
  for (let said = 0; said < RATE * seconds;) {
    const due = Math.min(RATE * seconds, ((performance.now() - started) / 1000) * RATE);
    for (; said < due; said++) {
      const pair = pairs[said % pairs.length];
      const frame = pair?.say();
      sent[said % pairs.length]?.push(performance.now());
      if (frame) pair?.from.write(frame);
    }
    await pause(1);
  }
  await pause(300);
  if (took.length < RATE * seconds) throw new Error(`${took.length} of ${RATE * seconds} messages were shown`);
  // Without what comes before everything is warm.
  const warm = took.slice(took.length / 5);
  return { p50: median(warm), p99: at(warm, 0.99) };
}

/** One append of 600 B after the other, each safe on the disk, a part of the time at most. */
function synced(folder: string, seconds: number): Times {
  const fd = fs.openSync(path.join(folder, 'synced'), 'a');
  const row = Buffer.alloc(600, 7);
  const took: number[] = [];
  const end = performance.now() + seconds * 500;
  while (performance.now() < end) {
    const began = performance.now();
    fs.writeSync(fd, row);
    fs.fdatasyncSync(fd);
    took.push(performance.now() - began);
  }
  fs.closeSync(fd);
  return { p50: median(took), p99: at(took, 0.99) };
}
