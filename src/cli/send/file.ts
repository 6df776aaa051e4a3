import { type Hash, createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { CommandError } from '../usage.ts';
import { CHUNK, linesIn } from './lines.ts';
import { type Taking, takeStream } from './taking.ts';
import { words } from './words.ts';

/**
 * The lines of a file, from where the last run came that did not end well: how far one has come is on the disk together
 * with the lines. Answers the name of that mark, for `forget` once all has arrived; null when it is no file to come back to.
 * @throws CommandError
 */
export async function takeFile(name: string, taking: Taking): Promise<string | null> {
  const file = await opened(name);
  try {
    if ((await file.stat()).isFile()) return await takeRegular(file, name, taking);
    await takeStream(file.createReadStream({ autoClose: false }), taking);
    return null;
  } finally {
    await file.close();
  }
}

async function takeRegular(file: FileHandle, name: string, taking: Taking): Promise<string> {
  const { queue, compose, atOnce, room, took, notice, stop } = taking;
  const place = realpathSync(name);
  const begun = await whereStopped(file, place, taking);
  const hash = begun?.hash ?? createHash('sha256');
  let since = begun?.offset ?? null;
  if (since !== null) {
    const isDone = since === (await file.stat()).size && queue.waiting() === 0;
    notice(isDone ? words.sentAlready(name) : words.goingOn(name));
  }
  const buffer = Buffer.alloc(CHUNK);
  for (let offset = since ?? 0; !stop.aborted;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK, offset);
    const isLast = bytesRead < CHUNK && offset + bytesRead >= (await file.stat()).size;
    const { lines, used } = linesIn(buffer.subarray(0, bytesRead), isLast, atOnce);
    hash.update(buffer.subarray(0, used));
    offset += used;
    const mark = { file: place, offset, sha256: hash.copy().digest('hex') };
    if (used > 0) queue.add(await compose(lines), { mark, since });
    since = used > 0 ? offset : since;
    took(lines.length, offset);
    if (isLast && used === bytesRead) break;
    await room();
  }
  return place;
}

/** Where the run before came to; null when there was none, or what it read is not what the file begins with now. */
async function whereStopped(
  file: FileHandle,
  place: string,
  { queue }: Taking,
): Promise<{ readonly offset: number; readonly hash: Hash } | null> {
  const mark = queue.markOf(place);
  if (mark === null) return null;
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(CHUNK);
  for (let at = 0; at < mark.offset;) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(CHUNK, mark.offset - at), at);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
  if (hash.copy().digest('hex') === mark.sha256) return { offset: mark.offset, hash };
  queue.forget(place);
  return null;
}

async function opened(name: string): Promise<FileHandle> {
  try {
    return await open(name, 'r');
  } catch (error) {
    throw new CommandError(words.noFile(name, (error as Error).message), { cause: error });
  }
}
