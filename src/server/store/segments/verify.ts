import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Username } from '../../../protocol/ids.ts';
import { someOf } from '../../core/verification.ts';
import { dateOf, nameOf, readName } from './day.ts';
import { disk, isCode } from './disk.ts';
import { decode } from './line.ts';

/** What was looked at, and the first thing of each stream that does not fit. */
export interface StreamsVerification {
  readonly streams: number;
  readonly records: number;
  readonly problems: readonly string[];
}

/**
 * Reads every line of every stream in a data folder, and changes nothing: a server that runs on it goes on. A last line
 * that is not complete is being written, or will be cut at the next start.
 */
export async function verifySegments(data: string): Promise<StreamsVerification> {
  const folder = path.join(data, 'streams');
  const problems: string[] = [];
  const names = await disk.list(folder);
  let records = 0;
  for (const name of names) {
    const found = Username.safeParse(name).data === name ? await follow(path.join(folder, name)) : NO_STREAM;
    records += found.records;
    if (found.problem !== null) problems.push(`stream ${name}: ${found.problem}`);
  }
  return { streams: names.length, records, problems: someOf(problems, 'streams') };
}

interface Followed {
  readonly records: number;
  readonly problem: string | null;
}

const NO_STREAM: Followed = { records: 0, problem: 'no machine can have this name' };

async function follow(folder: string): Promise<Followed> {
  let seq: number | null = null;
  let records = 0;
  const problem = (text: string): Followed => ({ records, problem: text });
  try {
    const files = await disk.list(folder);
    const strange = files.find((name) => readName(name) === null);
    if (strange !== undefined) return problem(`${strange} does not belong here`);
    const days = files.map((name) => readName(name)).filter((day) => day !== null);
    // A day that was packed a moment ago may be there twice.
    const once = days.filter((day, at) => day.date !== days[at + 1]?.date);
    for (const [at, day] of once.entries()) {
      for await (const line of lines(path.join(folder, nameOf(day)), day.packed, at === once.length - 1)) {
        const record = decode(line);
        const place = `${nameOf(day)}, after record ${seq ?? 'none'}`;
        if (record === null) return problem(`a damaged line in ${place}`);
        if (seq !== null && record.seq !== seq + 1) return problem(`record ${seq + 1} is missing in ${place}`);
        if (dateOf(record.at) > day.date) return problem(`record ${record.seq} is later than the day of its file`);
        seq = record.seq;
        records += 1;
      }
    }
    return { records, problem: null };
  } catch (error) {
    return problem(`it cannot be read (${error instanceof Error ? error.message : 'for an unknown reason'})`);
  }
}

/** A file that was packed between the list and now is read as it is now. */
async function* lines(file: string, packed: boolean, newest: boolean): AsyncGenerator<Buffer> {
  try {
    yield* linesOf(file, packed, newest);
  } catch (error) {
    if (packed || !isCode(error, 'ENOENT')) throw error;
    yield* linesOf(`${file}.gz`, true, newest);
  }
}

async function* linesOf(file: string, packed: boolean, newest: boolean): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of await bytesOf(file, packed)) {
    rest = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10, start)) {
      yield rest.subarray(start, end);
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
  if (rest.length > 0 && !newest) yield rest;
}

async function bytesOf(file: string, packed: boolean): Promise<AsyncIterable<Buffer>> {
  const opened = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  const bytes = opened.createReadStream();
  return packed ? pipeline(bytes, createGunzip(), () => undefined) : bytes;
}
