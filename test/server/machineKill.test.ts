import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { afterAll, expect, test } from 'vitest';
import { askServer } from '../../src/cli/adminSocket.ts';
import { runServer } from '../support/command.ts';
import { bearer, enter, message, post, say } from '../support/machine.ts';

const MACHINES = ['dale', 'chip', 'shop', 'door', 'cellar'];
const WRITERS_EACH = 10;
/** Every second writer sends so many at once, the others one. */
const MANY = 100;
const SOAK = process.env['WAXWING_SOAK'] !== undefined;
/** In the soak 5,000,000 records in all. */
const [ROUNDS, ACKS_A_ROUND] = SOAK ? [50, 100_000] : [3, 3000];

const data = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
afterAll(() => fs.rmSync(data, { recursive: true, force: true }));

/** Sends its records in order, each again under its id until it is acknowledged. */
interface Writer {
  readonly machine: string;
  readonly name: number;
  readonly atOnce: number;
  /** How many of its records are acknowledged. */
  acked: number;
  /** The place that an answer named, by the record's number. */
  readonly places: Map<number, number>;
}

async function send({ machine, name, atOnce, acked }: Writer, origin: string, token: string): Promise<number> {
  const records = Array.from({ length: atOnce }, (_, at) => ({ message: `from ${name}`, id: `${name}-${acked + at}` }));
  if (atOnce === 1) {
    const [status, answer] = await say(origin, message(token, `from ${name}`, { id: `${name}-${acked}` }));
    if (status !== 200) throw new Error(`${machine}: ${status} ${JSON.stringify(answer)}`);
    return (answer as { seq: number }).seq;
  }
  const body = records.map((record) => JSON.stringify(record)).join('\n');
  const { status, json, text } = await post(origin, '/ingest/records', body, { headers: bearer(token) });
  if (status !== 200) throw new Error(`${machine}: ${status} ${text}`);
  return (json as { last_seq: number }).last_seq;
}

/** Goes through a machine's files: 1, 2, 3 ..., each writer's records once and in their order, at the places that were named. */
async function check(machine: string, writers: readonly Writer[]): Promise<void> {
  const folder = path.join(data, 'streams', machine);
  let seq = 0;
  const next = writers.map(() => 0);
  for (const day of fs.readdirSync(folder).toSorted((a, b) => (a < b ? -1 : 1))) {
    for await (const line of readline.createInterface(fs.createReadStream(path.join(folder, day)))) {
      const record = JSON.parse(line) as { seq: number; id?: string };
      seq += 1;
      if (record.seq !== seq) throw new Error(`${machine}: ${record.seq} stands where ${seq} should`);
      if (record.id === undefined) continue;
      const [name = 0, count = 0] = record.id.split('-').map(Number);
      if (count !== next[name]) throw new Error(`${machine}: ${record.id} stands where ${name}-${next[name]} should`);
      next[name] = count + 1;
      const place = writers[name]?.places.get(count);
      if (place !== undefined && place !== seq) throw new Error(`${machine}: ${record.id} is at ${seq}, not ${place}`);
    }
  }
  const lost = writers.filter(({ acked }, name) => acked > (next[name] ?? 0));
  if (lost.length > 0) throw new Error(`${machine}: acknowledged and not there: ${JSON.stringify(lost)}`);
}

test(
  `[M50] [002.5] the server is killed ${ROUNDS} times under ${MACHINES.length * WRITERS_EACH} writers: what it acknowledged is in the files, once, in order, at its place`,
  { timeout: SOAK ? 7_200_000 : 300_000 },
  async () => {
    const writers: Writer[] = MACHINES.flatMap((machine) =>
      Array.from({ length: WRITERS_EACH }, (_, name) => {
        return { machine, name, atOnce: name % 2 === 0 ? MANY : 1, acked: 0, places: new Map() };
      }),
    );
    const tokens = new Map<string, string>();
    let acks = 0;
    const write = async (writer: Writer, origin: string, goOn: () => boolean): Promise<void> => {
      while (goOn()) {
        const place = await send(writer, origin, tokens.get(writer.machine) ?? '');
        writer.acked += writer.atOnce;
        writer.places.set(writer.acked - 1, place);
        acks += writer.atOnce;
      }
    };

    for (let round = 1; round <= ROUNDS; round++) {
      const server = await runServer({ data });
      if (round === 1) await askServer(data, { act: 'set', switch: 'machine-enrolment', on: true });
      for (const machine of MACHINES.filter((each) => !tokens.has(each))) {
        await enter(server.origin, machine);
        const asked = { act: 'token', name: machine, label: 'longer than an hour' };
        tokens.set(machine, ((await askServer(data, { act: 'machine', asked })) as { token: string }).token);
      }
      const until = acks + ACKS_A_ROUND;
      let alive = true;
      const writing = writers.map((writer) =>
        write(writer, server.origin, () => alive).catch((error: unknown) => {
          if (alive) throw error;
        }),
      );
      await expect.poll(() => acks, { timeout: 600_000, interval: 5 }).toBeGreaterThan(until);
      alive = false;
      await server.kill('SIGKILL');
      await Promise.all(writing);
      if (SOAK) process.stdout.write(`round ${round}: ${acks} acknowledged\n`);
    }

    const last = await runServer({ data });
    for (const machine of MACHINES) {
      const headers = bearer(tokens.get(machine) ?? '');
      expect((await post(last.origin, `/ingest/${machine}`, 'the last one', { headers })).status).toBe(200);
      await check(
        machine,
        writers.filter((writer) => writer.machine === machine),
      );
    }
    if (SOAK) process.stdout.write(`${acks} acknowledged in ${ROUNDS} rounds, none lost\n`);
    await last.close();
  },
);
