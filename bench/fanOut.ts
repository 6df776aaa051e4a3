import { setTimeout as pause } from 'node:timers/promises';
import { startChild, type Child } from './support/child.ts';
import { openLine, type Line } from './support/line.ts';
import { median, thousands } from './support/numbers.ts';
import { connect, startWaxwing, type People, type Saying } from './support/people.ts';
import type { Row } from './support/row.ts';
import { BARE } from './support/sizes.ts';

const GOAL = 0.8;
/** As many as one account may have open; a conversation of two has twice as many. */
const SOCKETS = 100;
const WINDOWS = [1, 32];

interface Room {
  readonly child: Child;
  readonly lines: readonly Line[];
}

/**
 * What two people say reaches all their sockets: deliveries for each second of the server's CPU, of all its threads. The
 * floor sends frames of the same size to as many sockets, with nothing stored.
 */
export async function fanOut(people: People, { rounds, seconds }: { rounds: number; seconds: number }): Promise<Row[]> {
  const [say] = people.toEachOther;
  if (!say) throw new Error('nobody is there to speak');
  const waxwing = await startWaxwing(people);
  const bare = await startChild('bare.child.ts', BARE);
  const rows: Row[] = [];
  try {
    const [ours, floor]: [Line[], Line[]] = [[], []];
    for (const member of people.members.slice(0, 2)) {
      for (let each = 0; each < SOCKETS; each++) {
        ours.push(await connect(waxwing.origin, member));
        floor.push(await openLine({ origin: bare.origin, path: '/room' }));
      }
    }
    const rooms: Room[] = [
      { child: waxwing, lines: ours },
      { child: bare, lines: floor },
    ];
    for (const room of rooms) await delivered(room, say, 32, seconds); // warm
    for (const window of WINDOWS) {
      const found = rooms.map((): number[] => []);
      for (let round = 0; round < rounds; round++) {
        for (const [at, room] of rooms.entries()) found[at]?.push(await delivered(room, say, window, seconds));
      }
      const [us = 0, them = 0] = found.map(median);
      rows.push({
        what: `fan-out to ${2 * SOCKETS} sockets, ${window} in flight, a CPU second`,
        ours: thousands(us),
        floor: `${thousands(them)} ws.send`,
        ratio: us / them,
        goal: `>= ${GOAL}`,
        met: us / them >= GOAL,
      });
    }
    for (const { lines } of rooms) for (const line of lines) line.close();
  } finally {
    await waxwing.close();
    await bare.close();
  }
  return rows;
}

async function delivered({ child, lines }: Room, say: Saying, window: number, seconds: number): Promise<number> {
  let entries = 0;
  let over = false;
  const [speaker] = lines;
  for (const line of lines) {
    line.heard = (ev) => {
      if (ev === 'en') entries += 1;
      if (ev === 'ac' && !over) speaker?.write(say());
    };
  }
  const before = await child.cpu();
  for (let each = 0; each < window; each++) speaker?.write(say());
  await pause(seconds * 1000);
  over = true;
  await pause(300);
  return entries / ((await child.cpu()) - before);
}
