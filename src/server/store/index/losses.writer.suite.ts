// A process that stores and indexes as fast as it can, says how far the index has come, and waits to be killed.
import fs from 'node:fs';
import { systemClock } from '../../system.ts';
import { openSegments } from '../segments/open.ts';
import { openRecordIndex } from './open.ts';
import { indexedTo } from './underTest.suite.ts';

const [, , folder = ''] = process.argv;
const report = (error: Error): never => {
  throw error;
};
const streams = await openSegments({ folder, now: () => systemClock.now(), report });
const index = openRecordIndex({ folder, report });
for (;;) {
  for (const machine of ['dale', 'gale']) {
    const head = await streams.head(machine);
    const records = Array.from({ length: 700 }, (_, at) => ({
      message: `word${(head + at) % 13} and ${head + at}`,
      endpoint: '127.0.0.1',
      level: at % 10 === 0 ? 'error' : undefined,
    }));
    await streams.append(machine, records);
    index.grown(machine, await streams.head(machine));
    await indexedTo(index, machine, head);
    fs.writeSync(1, `${head}\n`);
  }
}
