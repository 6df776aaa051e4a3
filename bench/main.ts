// Ratios of what Waxwing does to what this machine can do without it, each pair measured in this run, in turns. Figures
// depend on the machine and on what else runs there; ratios much less.
//   npm run bench [-- stored shown fanOut idle streams ingest start page app] [--rounds 3] [--seconds 1.5] [--sockets 5000] [--rest 10] [--records 1000000] [--messages 100000]
import { parseArgs } from 'node:util';
import { app } from './app.ts';
import { fanOut } from './fanOut.ts';
import { find } from './find.ts';
import { idle } from './idle.ts';
import { ingest } from './ingest.ts';
import { page } from './page.ts';
import { search } from './search.ts';
import { shown } from './shown.ts';
import { start } from './start.ts';
import { stored } from './stored.ts';
import { streams } from './streams.ts';
import { makePeople, type People } from './support/people.ts';
import { table, type Row } from './support/row.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '1.5' },
    sockets: { type: 'string', default: '5000' },
    rest: { type: 'string', default: '10' },
    records: { type: 'string', default: '1000000' },
    messages: { type: 'string', default: '100000' },
  },
});
const [rounds, seconds, sockets, rest] = [values.rounds, values.seconds, values.sockets, values.rest].map(Number);
const given = { rounds: rounds ?? 3, seconds: seconds ?? 1.5, sockets: sockets ?? 5000, rest: rest ?? 10 };

/** Those that speak to a server as people do. */
const measures: Record<string, (people: People) => Promise<Row[]>> = {
  stored: (people) => stored(people, given),
  shown: (people) => shown(people, given),
  fanOut: (people) => fanOut(people, given),
  idle: (people) => idle(people, given),
};
const alone: Record<string, () => Row[] | Promise<Row[]>> = {
  streams: () => streams(given),
  search: () => search(Number(values.records)),
  ingest: () => ingest(given),
  start: () => start({ ...given, messages: Number(values.messages) }),
  find,
  page,
  app: () => app(Number(values.messages)),
};

const names = positionals.length > 0 ? positionals : [...Object.keys(measures), ...Object.keys(alone)];
const unknown = names.filter((name) => !(name in measures) && !(name in alone));
if (unknown.length > 0) {
  console.error(
    `bench: there is no ${unknown.join(', ')}; there are ${Object.keys({ ...measures, ...alone }).join(', ')}`,
  );
  process.exit(2);
}
const rows: Row[] = [];
const tell = (name: string): void => console.error(`measuring: ${name}`);
if (names.some((name) => name in measures)) {
  tell(`first of all, people`);
  const people = await makePeople(names.includes('idle') ? Math.max(32, Math.ceil(given.sockets / 100)) : 32);
  try {
    for (const name of names.filter((each) => each in measures)) {
      tell(name);
      rows.push(...((await measures[name]?.(people)) ?? []));
    }
  } finally {
    people.remove();
  }
}
for (const name of names.filter((each) => each in alone)) {
  tell(name);
  rows.push(...((await alone[name]?.()) ?? []));
}
console.log(table(rows));
process.exit();
