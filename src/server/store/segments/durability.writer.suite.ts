// A process that appends as fast as it can, says what was acknowledged, and waits to be killed.
import fs from 'node:fs';
import { systemClock } from '../../system.ts';
import { openSegments } from './open.ts';

const NOON = Date.parse('2026-11-20T12:00:00.000Z');

const [, , folder = '', run = '', began = ''] = process.argv;
const store = await openSegments({
  folder,
  // A day passes every half a second, so that it is killed while days begin and are packed, too.
  now: () => NOON + (systemClock.now() - Number(began)) * 172_800,
  report(error) {
    throw error;
  },
});

async function write(writer: number): Promise<never> {
  for (let count = 0; ; count++) {
    const id = `${run} ${writer} ${count}`;
    const records = Array.from({ length: 1 + (count % 3) }, (_, at) => ({
      message: 'x'.repeat((writer * 37) % 400),
      endpoint: '127.0.0.1',
      id: `${id} ${at}`,
    }));
    const machine = `machine${writer % 4}`;
    const answers = await store.append(machine, records);
    fs.writeSync(1, answers.map(({ seq }, at) => `${machine}|${seq}|${id} ${at}\n`).join(''));
  }
}

await Promise.all(Array.from({ length: 50 }, (_, writer) => write(writer)));
