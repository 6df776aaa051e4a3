import { setTimeout as pause } from 'node:timers/promises';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openSegments } from '../src/server/store/segments/open.ts';
import { systemClock } from '../src/server/system.ts';
import { median, thousands } from './support/numbers.ts';
import type { Row } from './support/row.ts';

const IN_FLIGHT = [1, 64, 256, 1024];
const MESSAGE = 'x'.repeat(200);
const GOAL = 0.7;

interface Side {
  /** Records a second with so many in flight, all of them durable. */
  run(inFlight: number, milliseconds: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * Records of one machine that are durable a second, each a call of its own and every second one with an id. The floor
 * appends lines of the same size, as many at once, and syncs them with fdatasync; it does nothing else.
 */
export async function streams({ rounds, seconds }: { rounds: number; seconds: number }): Promise<Row[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-bench-'));
  const sides = [await store(folder), floor(folder)];
  const rows: Row[] = [];
  try {
    for (const side of sides) await side.run(64, 300); // warm
    for (const inFlight of IN_FLIGHT) {
      const found = sides.map((): number[] => []);
      for (let round = 0; round < rounds; round++) {
        for (const [at, side] of sides.entries()) found[at]?.push(await side.run(inFlight, seconds * 1000));
      }
      const [ours = 0, bare = 0] = found.map(median);
      const ratio = ours / bare;
      rows.push({
        what: `records a second, ${inFlight} in flight`,
        ours: thousands(ours),
        floor: `${thousands(bare)} append + fdatasync`,
        ratio,
        goal: `>= ${GOAL}`,
        met: ratio >= GOAL,
      });
    }
  } finally {
    for (const side of sides) await side.close();
    fs.rmSync(folder, { recursive: true });
  }
  return rows;
}

async function store(folder: string): Promise<Side> {
  const opened = await openSegments({
    folder,
    now: () => systemClock.now(),
    report(error) {
      throw error;
    },
  });
  let count = 0;
  return {
    async run(inFlight, milliseconds) {
      let stored = 0;
      let over = false;
      const one = async (): Promise<void> => {
        while (!over) {
          count += 1;
          const id = count % 2 === 0 ? `record-${count}` : undefined;
          await opened.append('dale', [{ message: MESSAGE, endpoint: '127.0.0.1', id }]);
          stored += 1;
        }
      };
      const started = performance.now();
      const all = Array.from({ length: inFlight }, one);
      await pause(milliseconds);
      const rate = (stored / (performance.now() - started)) * 1000;
      over = true;
      await Promise.all(all);
      return rate;
    },
    close: () => opened.close(),
  };
}

function floor(folder: string): Side {
  const fd = fs.openSync(path.join(folder, 'floor'), 'a');
  const line = `{"seq":1000000,"at":"2026-11-20T09:30:00.123Z","endpoint":"127.0.0.1","message":"${MESSAGE}"}\n`;
  return {
    async run(inFlight, milliseconds) {
      const batch = Buffer.from(line.repeat(inFlight));
      const started = performance.now();
      let stored = 0;
      while (performance.now() - started < milliseconds) {
        fs.writeSync(fd, batch);
        fs.fdatasyncSync(fd);
        stored += inFlight;
      }
      return (stored / (performance.now() - started)) * 1000;
    },
    async close() {
      fs.closeSync(fd);
    },
  };
}
