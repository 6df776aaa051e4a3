import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import path from 'node:path';
import type { RecordLine } from '../../protocol/ingest.ts';
import { words as chatWords } from '../../tui/words.ts';
import { serverFolder } from '../chat/folders.ts';
import type { Place } from '../chat/http.ts';
import { meet } from '../chat/pin.ts';
import { complain, print } from '../usage.ts';
import { identityOf } from './credentials.ts';
import { machinesFolder } from './folders.ts';
import { Ingest } from './ingest.ts';
import { Progress } from './progress.ts';
import { openQueue } from './queue.ts';
import { type Input, Sending } from './sending.ts';
import type { Taking } from './taking.ts';

export { enrol } from './enrol.ts';

export interface SendOptions {
  readonly server: URL;
  readonly machine: string | null;
  readonly level: string | null;
  readonly json: boolean;
  readonly input: Input;
}

const RUN_BYTES = 12;

/** Answers the exit status. @throws CommandError, UsageError when nothing could be begun */
export async function runSend({ server, machine: asked, level, json, input }: SendOptions): Promise<number> {
  const { env } = process;
  const identity = identityOf(server, asked, env);
  const { machine } = identity;
  const progress = progressOf(input, json);
  const notice = (text: string) => {
    progress?.clear();
    complain(text);
  };
  const queue = openQueue(path.join(machinesFolder(server, env), machine));
  const sending = new Sending({
    queue,
    ingest: new Ingest(() => metAt(server, serverFolder(server, env), notice), identity),
    compose: composer(level),
    notice,
    arrived: (bytes) => progress?.show(bytes),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => sending.stop());
  const { failure, taken, waiting, lastSeq } = await sending.run(input);
  queue.close();
  progress?.clear();
  const done = { machine, server: server.origin, taken, waiting, last_seq: lastSeq, error: failure };
  if (json) print(JSON.stringify(done));
  if (failure !== null) complain(failure);
  return failure === null ? 0 : 1;
}

/** Goes to the server, and holds it to what is known of it here. */
async function metAt(server: URL, folder: string, notice: (text: string) => void): Promise<Place> {
  const { place, firstContact } = await meet(server, folder);
  if (firstContact !== null) notice(chatWords.firstContact(place.origin, firstContact));
  return place;
}

/** Makes records of texts, each with an id by which it is stored once, however often it is sent. */
function composer(level: string | null): Taking['compose'] {
  const run = randomBytes(RUN_BYTES).toString('base64url');
  let count = 0;
  return async (texts) => {
    const at = Date.now();
    const record = (message: string): RecordLine => ({
      id: `${run}-${(count += 1)}`,
      at,
      ...(level !== null && { level }),
      message,
    });
    return texts.map((text) => JSON.stringify(record(text)));
  };
}

/** Only for somebody who sits there and waits for a file. */
function progressOf(input: Input, json: boolean): Progress | null {
  if (input.kind !== 'file' || json || !process.stderr.isTTY) return null;
  const { size = 0 } = statSync(input.file, { throwIfNoEntry: false }) ?? {};
  return new Progress((text) => process.stderr.write(text), size);
}
