import { setTimeout as pause } from 'node:timers/promises';
import { startChild, type Child } from './support/child.ts';
import { openLine, type Line } from './support/line.ts';
import { kilobytes } from './support/numbers.ts';
import { connect, startWaxwing, type People } from './support/people.ts';
import type { Row } from './support/row.ts';
import { BARE } from './support/sizes.ts';

const AT_ONCE = 50;
/** An account may have so many open. */
const OF_ACCOUNT = 100;

/** Memory for each socket that is logged in, greeted and silent. */
export async function idle(people: People, { sockets }: { sockets: number }): Promise<Row[]> {
  const most = Math.min(sockets, people.members.length * OF_ACCOUNT);
  const waxwing = await startWaxwing(people);
  const ours = await each(waxwing, most, (number) => {
    const member = people.members[number % people.members.length];
    return member ? connect(waxwing.origin, member) : Promise.reject(new Error('nobody is there'));
  });
  const bare = await startChild('bare.child.ts', BARE);
  const floor = await each(bare, most, (number) => openLine({ origin: bare.origin, path: `/${number}` }));
  return [
    {
      what: `memory of an idle socket, of ${most}`,
      ours: kilobytes(ours),
      floor: `${kilobytes(floor)} ws`,
      ratio: ours / floor,
      goal: '',
      met: null,
    },
  ];
}

/** Bytes; a first hundred is not counted, so that what is loaded and compiled once is not either. */
async function each(child: Child, sockets: number, open: (number: number) => Promise<Line>): Promise<number> {
  const lines: Line[] = [];
  try {
    const upTo = async (wanted: number): Promise<number> => {
      while (lines.length < wanted) {
        const some = Math.min(AT_ONCE, wanted - lines.length);
        lines.push(...(await Promise.all(Array.from({ length: some }, (_, at) => open(lines.length + at)))));
      }
      // Until presence has been told and what the handshakes left is collected.
      await pause(2000);
      await child.memory();
      return child.memory();
    };
    const before = await upTo(OF_ACCOUNT);
    return ((await upTo(sockets)) - before) / (sockets - OF_ACCOUNT);
  } finally {
    for (const line of lines) line.close();
    await child.close();
  }
}
