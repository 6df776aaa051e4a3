import { statSync } from 'node:fs';
import path from 'node:path';
import { words as chatWords } from '../../tui/words.ts';
import { serverFolder } from '../remote/folders.ts';
import type { Place } from '../remote/http.ts';
import { meet } from '../remote/pin.ts';
import { complain, print } from '../usage.ts';
import { identityOf } from './credentials.ts';
import { machinesFolder } from './folders.ts';
import { Followers } from './followers.ts';
import { Ingest } from './ingest.ts';
import { Progress } from './progress.ts';
import { openQueue } from './queue.ts';
import { composer } from './records.ts';
import { Sealing } from './sealing.ts';
import { type Input, Sending } from './sending.ts';
import { words } from './words.ts';

export { enrol } from './enrol.ts';

const LINES_AT_ONCE = 2000;
const SEALED_AT_ONCE = 50;

export interface SendOptions {
  readonly server: URL;
  readonly machine: string | null;
  readonly level: string | null;
  readonly json: boolean;
  /** To those who follow the machine. */
  readonly sealed: boolean;
  readonly input: Input;
}

/** Answers the exit status. @throws CommandError, UsageError when nothing could be begun */
export async function runSend({ server, machine: asked, level, json, sealed, input }: SendOptions): Promise<number> {
  const { env } = process;
  const identity = identityOf(server, asked, env);
  const { machine } = identity;
  const progress = progressOf(input, json);
  const notice = (text: string) => {
    progress?.clear();
    complain(text);
  };
  const folder = path.join(machinesFolder(server, env), machine);
  const queue = openQueue(folder);
  const ingest = new Ingest(() => metAt(server, serverFolder(server, env), notice), identity);
  const sealingTo = (followers: Followers) =>
    new Sealing({ machine, followers, failed: (error) => sending.fail(error) });
  const sealing = sealed ? sealingTo(new Followers({ machine, folder, ingest, notice })) : null;
  await sealing?.begin(Date.now());
  const sending = new Sending({
    queue,
    ingest,
    compose: composer(level, sealing),
    atOnce: sealed ? SEALED_AT_ONCE : LINES_AT_ONCE,
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

/** From now on the person who goes by that name is who the server says. Answers the exit status. @throws CommandError */
export async function acceptFollower(
  { server, machine: asked }: Pick<SendOptions, 'server' | 'machine'>,
  name: string,
): Promise<number> {
  const { env } = process;
  const identity = identityOf(server, asked, env);
  const folder = path.join(machinesFolder(server, env), identity.machine);
  const ingest = new Ingest(() => metAt(server, serverFolder(server, env), complain), identity);
  await new Followers({ machine: identity.machine, folder, ingest, notice: complain }).accept(name);
  complain(words.accepted(name));
  return 0;
}

/** Goes to the server, and holds it to what is known of it here. */
async function metAt(server: URL, folder: string, notice: (text: string) => void): Promise<Place> {
  const { place, firstContact } = await meet(server, folder);
  if (firstContact !== null) notice(chatWords.firstContact(place.origin, firstContact));
  return place;
}

/** Only for somebody who sits there and waits for a file. */
function progressOf(input: Input, json: boolean): Progress | null {
  if (input.kind !== 'file' || json || !process.stderr.isTTY) return null;
  const { size = 0 } = statSync(input.file, { throwIfNoEntry: false }) ?? {};
  return new Progress((text) => process.stderr.write(text), size);
}
