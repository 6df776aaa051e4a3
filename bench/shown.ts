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

type Found = Record<'ours' | 'relayed' | 'synced' | 'hurried', Times[]>;

interface Times {
  readonly p50: number;
  readonly p99: number;
}

/**
 * From the sender's socket over the disk to the other's, at a steady pace. Floors: a relay that stores nothing, and beside
 * it one synced append of the same size, as often as messages come, and without a pause.
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
    const found: Found = { ours: [], relayed: [], synced: [], hurried: [] };
    for (let round = 0; round < rounds; round++) {
      found.ours.push(await timed(ours, seconds));
      found.relayed.push(await timed(floor, seconds));
      found.synced.push(await synced(people.folder, seconds, 1));
      found.hurried.push(await synced(people.folder, seconds, 0));
    }
    for (const { from, to } of [...ours, ...floor]) for (const line of [from, to]) line.close();
    return rowsOf(found);
  } finally {
    await waxwing.close();
    await relay.close();
  }
}

function rowsOf({ ours, relayed, synced, hurried }: Found): Row[] {
  return (['p50', 'p99'] as const).map((which) => {
    const of = (all: readonly Times[]): number => median(all.map((each) => each[which]));
    const [us, relay, sync] = [of(ours), of(relayed), of(synced)];
    return {
      what: `sent to shown at ${RATE}/s, ${which}`,
      ours: milliseconds(us),
      floor: `${milliseconds(relay)} relay, ${milliseconds(sync)} fdatasync (${milliseconds(of(hurried))} without a pause)`,
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

/**
 * Appends of 600 B, each safe on the disk before the next. `pace` is the time between them in milliseconds: a disk that is
 * left alone for a moment may answer much later than one that is asked without a pause.
 */
async function synced(folder: string, seconds: number, pace: 0 | 1): Promise<Times> {
  const fd = fs.openSync(path.join(folder, 'synced'), 'a');
  const row = Buffer.alloc(600, 7);
  const took: number[] = [];
  const end = performance.now() + seconds * 500;
  while (performance.now() < end) {
    if (pace > 0) await pause(pace);
    const began = performance.now();
    fs.writeSync(fd, row);
    fs.fdatasyncSync(fd);
    took.push(performance.now() - began);
  }
  fs.closeSync(fd);
  return { p50: median(took), p99: at(took, 0.99) };
}
