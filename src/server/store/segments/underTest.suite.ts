import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { StreamStore } from '../../core/ports.ts';
import { NOON, type StreamsUnderTest } from './contract.suite.ts';
import type { Disk } from './disk.ts';
import { openSegments, type Bounds } from './open.ts';

export interface SegmentsUnderTest extends StreamsUnderTest {
  readonly folder: string;
  /** What was reported. */
  readonly reports: Error[];
  path(...names: string[]): string;
  lines(machine: string, date: string): string[];
}

/** Streams in a folder of their own. A kill is a copy of the files as they are: what a dead process leaves. */
export function segmentsUnderTest({ disk, bounds }: { disk?: Disk; bounds?: Bounds } = {}): SegmentsUnderTest {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-streams-'));
  const folder = path.join(root, 'data');
  fs.mkdirSync(folder);
  let copies = 0;
  const openIn = (where: string): Promise<StreamStore> =>
    openSegments({
      folder: where,
      now: () => under.now,
      report: (error) => under.reports.push(error),
      ...(disk && { disk }),
      ...(bounds && { bounds }),
    });
  const under: SegmentsUnderTest = {
    folder,
    now: NOON,
    reports: [],
    path: (...names) => path.join(folder, ...names),
    lines: (machine, date) =>
      fs.readFileSync(path.join(folder, 'streams', machine, `${date}.jsonl`), 'utf8').split('\n'),
    open: () => openIn(folder),
    openAsKilled() {
      const copy = path.join(root, `killed-${++copies}`);
      fs.cpSync(folder, copy, { recursive: true });
      return openIn(copy);
    },
    discard: () => fs.rmSync(root, { recursive: true, force: true }),
  };
  return under;
}
