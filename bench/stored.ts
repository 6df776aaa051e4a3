import { setTimeout as pause } from 'node:timers/promises';
import path from 'node:path';
import { startChild } from './support/child.ts';
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
    const sides = [ours, floor].map((lines) =>
      lines.flatMap((line, at) => (says[at] ? [{ line, say: says[at] }] : [])),
    );
    for (const side of sides) await acked(side, 64, seconds); // warm
    for (const inFlight of IN_FLIGHT) {
      const found = sides.map((): number[] => []);
      for (let round = 0; round < rounds; round++) {
        for (const [at, side] of sides.entries()) found[at]?.push(await acked(side, inFlight, seconds));
      }
      const [us = 0, them = 0] = found.map(median);
      rows.push({
        what: `stored a second, ${inFlight} in flight`,
        ours: thousands(us),
        floor: `${thousands(them)} ws + SQLite`,
        ratio: us / them,
        goal: `>= ${GOAL}`,
        met: us / them >= GOAL,
      });
    }
    for (const line of [...ours, ...floor]) line.close();
  } finally {
    await waxwing.close();
    await bare.close();
  }
  return rows;
}

/** Acks a second with so many messages under way, spread over the speakers. */
async function acked(speakers: readonly Speaker[], inFlight: number, seconds: number): Promise<number> {
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
  const started = performance.now();
  for (let each = 0; each < inFlight; each++) {
    const speaker = speaking[each % speaking.length];
    speaker?.line.write(speaker.say());
  }
  await pause(seconds * 1000);
  const found = (acks / (performance.now() - started)) * 1000;
  over = true;
  await pause(100);
  if (refused > 0 || acks === 0) throw new Error(`${acks} messages were taken and ${refused} refused`);
  return found;
}
