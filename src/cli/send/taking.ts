import type { Readable } from 'node:stream';
import { CommandError } from '../usage.ts';
import { linesIn, pieces } from './lines.ts';
import type { Queue } from './queue.ts';
import { words } from './words.ts';

/** From an input into the queue, no faster than the queue has room. */
export interface Taking {
  readonly queue: Queue;
  /** Makes the lines that are sent of texts. */
  readonly compose: (texts: readonly string[]) => Promise<string[]>;
  /** Lines that are composed together, and then on the disk: few where each takes time. */
  readonly atOnce: number;
  /** Resolves when the queue has room, or when it is time to stop. */
  readonly room: () => Promise<void>;
  /** So many lines are on the disk; of a file, as many bytes have been read. */
  readonly took: (lines: number, offset: number) => void;
  readonly notice: (text: string) => void;
  readonly stop: AbortSignal;
}

/** @throws CommandError when there is no room for it */
export async function takeText(text: string, { queue, compose, took }: Taking): Promise<void> {
  if (queue.isFull()) throw new CommandError(words.queueFull(queue.folder));
  const lines = await compose(pieces(text));
  queue.add(lines);
  took(lines.length, 0);
}

/**
 * Lines as they come. Nothing more is read until what came is on the disk; while the queue is full, whoever writes waits.
 * Told to stop, it takes what it has read, an unfinished line too.
 */
export async function takeStream(
  stream: Readable,
  { queue, compose, atOnce, room, took, stop }: Taking,
): Promise<void> {
  const halt = () => stream.destroy();
  stop.addEventListener('abort', halt);
  let held = Buffer.alloc(0);
  const take = async (ended: boolean) => {
    for (;;) {
      const { lines, used } = linesIn(held, ended, atOnce);
      if (used === 0) return;
      held = held.subarray(used);
      queue.add(await compose(lines));
      took(lines.length, 0);
      if (!ended) await room();
    }
  };
  for await (const chunk of chunksOf(stream)) {
    held = Buffer.concat([held, chunk]);
    await take(false);
  }
  stop.removeEventListener('abort', halt);
  await take(true);
}

/** What comes, a piece at a time, with nothing read ahead of whoever asks. */
async function* chunksOf(stream: Readable): AsyncGenerator<Buffer> {
  const came: Buffer[] = [];
  let ended = false;
  let wake = () => undefined as void;
  const faults: Error[] = [];
  stream.on('data', (chunk: Buffer) => {
    came.push(chunk);
    stream.pause();
    wake();
  });
  const end = (error?: Error) => {
    if (error instanceof Error) faults.push(error);
    ended = true;
    wake();
  };
  stream.once('end', end).once('close', end).once('error', end);
  for (;;) {
    const chunk = came.shift();
    if (chunk) yield chunk;
    else if (faults[0]) throw faults[0];
    else if (ended) return;
    else {
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      stream.resume();
      await promise;
    }
  }
}
