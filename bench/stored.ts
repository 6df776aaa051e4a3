import { setTimeout as pause } from 'node:timers/promises';
import path from 'node:path';
import { startChild, type Child } from './support/child.ts';
import { openLine, type Line } from './support/line.ts';
import { median, thousands } from './support/numbers.ts';
import { connect, startWaxwing, type People, type Saying } from './support/people.ts';
import type { Row } from './support/row.ts';
import { BARE } from './support/sizes.ts';

const IN_FLIGHT = [1, 8, 64, 256];
const GOAL = 0.7;

interface Speaker {
  readonly line: Line;
  readonly say: Saying;
}

interface Side {
  readonly child: Child;
  readonly speakers: readonly Speaker[];
}

/** Messages, for each second of time and of the server's CPU. */
interface Rate {
  readonly second: number;
  readonly cpuSecond: number;
}

/**
 * Messages a second that are on the disk and acknowledged. Everyone writes to somebody absent and gets the ack and, as on
 * every device, the entry. The floor sends as much both ways and stores as much, in one process.
 */
export async function stored(people: People, { rounds, seconds }: { rounds: number; seconds: number }): Promise<Row[]> {
  const waxwing = await startWaxwing(people);
  const bare = await startChild('bare.child.ts', [...BARE, path.join(people.folder, 'bare')]);
  const rows: Row[] = [];
  try {
    const says = people.toAbsent;
    const ours = await Promise.all(people.members.map((member) => connect(waxwing.origin, member)));
    const floor = await Promise.all(says.map((_, at) => openLine({ origin: bare.origin, path: `/${at}` })));
    const sides = [
      { child: waxwing, lines: ours },
      { child: bare, lines: floor },
    ].map(({ child, lines }) => ({
      child,
      speakers: lines.flatMap((line, at) => (says[at] ? [{ line, say: says[at] }] : [])),
    }));
    for (const side of sides) await acked(side, 64, seconds); // warm
    for (const inFlight of IN_FLIGHT) {
      const found = sides.map((): Rate[] => []);
      for (let round = 0; round < rounds; round++) {
        for (const [at, side] of sides.entries()) found[at]?.push(await acked(side, inFlight, seconds));
      }
      const compare = (what: string, of: (rate: Rate) => number, goal: number | null): Row => {
        const [us = 0, them = 0] = found.map((rates) => median(rates.map(of)));
        const ratio = us / them;
        const met = goal === null ? null : ratio >= goal;
        return {
          what,
          ours: thousands(us),
          floor: `${thousands(them)} ws + SQLite`,
          ratio,
          goal: goal === null ? '' : `>= ${goal}`,
          met,
        };
      };
      rows.push(compare(`stored a second, ${inFlight} in flight`, ({ second }) => second, GOAL));
      if (inFlight === IN_FLIGHT.at(-1))
        rows.push(compare(`the same, a CPU second`, ({ cpuSecond }) => cpuSecond, null));
    }
    for (const line of [...ours, ...floor]) line.close();
  } finally {
    await waxwing.close();
    await bare.close();
  }
  return rows;
}

/** Acks with so many messages under way, spread over the speakers. */
async function acked({ child, speakers }: Side, inFlight: number, seconds: number): Promise<Rate> {
  const speaking = speakers.slice(0, inFlight);
  let acks = 0;
  let refused = 0;
  let over = false;
  for (const { line, say } of speaking) {
    line.heard = (ev) => {
      if (ev === 're') refused += 1;
      if (ev !== 'ac') return;
      acks += 1;
      if (!over) line.write(say());
    };
  }
  const before = await child.cpu();
  const started = performance.now();
  for (let each = 0; each < inFlight; each++) {
    const speaker = speaking[each % speaking.length];
    speaker?.line.write(speaker.say());
  }
  await pause(seconds * 1000);
  const second = (acks / (performance.now() - started)) * 1000;
  over = true;
  await pause(100);
  const cpu = await child.cpu();
  if (refused > 0 || acks === 0) throw new Error(`${acks} messages were taken and ${refused} refused`);
  return { second, cpuSecond: acks / (cpu - before) };
}
