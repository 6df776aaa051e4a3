import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { askServer } from '../../src/cli/adminSocket.ts';
import { runServer } from '../support/command.ts';
import { bearer, enter, message, post, say } from '../support/machine.ts';

const MACHINES = ['dale', 'chip', 'shop', 'door', 'cellar'];
const WRITERS_EACH = 10;
const SOAK = process.env['WAXWING_SOAK'] !== undefined;
/** In the soak 100,000 records in all. */
const [ROUNDS, ACKS_A_ROUND] = SOAK ? [50, 2000] : [5, 300];

interface Line {
  readonly seq: number;
  readonly message: string;
  readonly id?: string;
}

const data = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
afterAll(() => fs.rmSync(data, { recursive: true, force: true }));

const linesOf = (machine: string): Line[] => {
  const folder = path.join(data, 'streams', machine);
  const days = fs.readdirSync(folder).toSorted((a, b) => (a < b ? -1 : 1));
  const texts = days.map((day) => fs.readFileSync(path.join(folder, day), 'utf8'));
  return texts
    .join('')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
};

test(
  `[002.5] the server is killed ${ROUNDS} times under ${MACHINES.length * WRITERS_EACH} writers: what it acknowledged is in the files, once, in order, at its place`,
  { timeout: SOAK ? 1_800_000 : 300_000 },
  async () => {
    const acked = new Map<string, Map<string, number>>(MACHINES.map((machine) => [machine, new Map()]));
    const tokens = new Map<string, string>();
    let acks = 0;
    /** Sends the next one, again and again under its id, until it is acknowledged or the server is gone. */
    const write = async (origin: string, machine: string, writer: number, goOn: () => boolean): Promise<void> => {
      const token = tokens.get(machine) ?? '';
      const own = acked.get(machine) as Map<string, number>;
      for (let count = 0; goOn(); count++) {
        const id = `${writer}-${count}`;
        if (own.has(id)) continue;
        const [status, answer] = await say(origin, message(token, `from ${id}`, { id }));
        if (status !== 200) throw new Error(`${status} ${JSON.stringify(answer)}`);
        own.set(id, (answer as { seq: number }).seq);
        acks += 1;
      }
    };

    for (let round = 1; round <= ROUNDS; round++) {
      const server = await runServer({ data });
      if (round === 1) await askServer(data, { act: 'set', switch: 'machine-enrolment', on: true });
      for (const machine of MACHINES.filter((each) => !tokens.has(each)))
        tokens.set(machine, await enter(server.origin, machine));
      const until = acks + ACKS_A_ROUND;
      let alive = true;
      const writing = MACHINES.flatMap((machine) =>
        Array.from({ length: WRITERS_EACH }, (_, writer) =>
          write(server.origin, machine, writer, () => alive).catch((error: unknown) => {
            if (alive) throw error;
          }),
        ),
      );
      await expect.poll(() => acks, { timeout: 60_000, interval: 5 }).toBeGreaterThan(until);
      alive = false;
      await server.kill('SIGKILL');
      await Promise.all(writing);
    }

    const last = await runServer({ data });
    for (const machine of MACHINES) {
      const headers = bearer(tokens.get(machine) ?? '');
      expect((await post(last.origin, `/ingest/${machine}`, 'the last one', { headers })).status).toBe(200);
      const lines = linesOf(machine);
      expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, at) => at + 1));
      const ids = lines.flatMap(({ id }) => id ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      const places = new Map(lines.map(({ id, seq }) => [id, seq]));
      const lost = [...(acked.get(machine) ?? [])].filter(([id, seq]) => places.get(id) !== seq);
      expect(lost).toEqual([]);
    }
    if (SOAK) process.stdout.write(`${acks} acknowledged in ${ROUNDS} rounds, none lost\n`);
    await last.close();
  },
);
