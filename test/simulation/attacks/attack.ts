import { Server } from '../../../src/client/server.ts';
import type { SimulatedDevice } from '../support/device.ts';
import type { Line } from '../support/server.ts';
import { Violation, promise } from '../support/violation.ts';
import type { Person, Talk, World } from '../support/world.ts';

/** Tries something that has to be refused. Answers how many things were tried, 0 where nothing was there to try it on. */
export type Attack = (world: World, outsider: SimulatedDevice) => Promise<number>;

/** What refuses has to refuse, and for that reason: another one would hide that a check is missing. */
export async function refused(what: string, reasons: readonly string[], act: () => unknown): Promise<void> {
  const told = await reasonOf(act);
  promise(told !== null, `${what} was taken`);
  promise(reasons.includes(told), `${what} was refused as "${told}", not as "${reasons.join('" or "')}"`);
}

async function reasonOf(act: () => unknown): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    const { reason, code } = error as { reason?: unknown; code?: unknown };
    if (error instanceof Violation || (typeof reason !== 'string' && typeof code !== 'string')) throw error;
    return String(reason ?? code);
  }
}

export const liveDevicesOf = (person: Person): SimulatedDevice[] => person.devices.filter(({ away }) => !away);

export interface Scene {
  readonly talk: Talk;
  readonly author: SimulatedDevice;
  readonly reader: SimulatedDevice;
  readonly person: Person;
}

/** Two devices of different people in one conversation, both up to date. */
export async function scene(world: World): Promise<Scene | null> {
  const talk = world.dice.pick(world.talks);
  const there = talk.members.filter((person) => liveDevicesOf(person).length > 0);
  if (there.length < 2) return null;
  const person = world.dice.pick(there);
  const other = world.dice.pick(there.filter((one) => one !== person));
  const author = world.dice.pick(liveDevicesOf(person));
  const reader = world.dice.pick(liveDevicesOf(other));
  await author.receive(talk.id);
  await reader.receive(talk.id);
  return { talk, author, reader, person };
}

/** A line whose server answers `path` otherwise. */
export function lying(line: Line, path: RegExp, otherwise: (answer: unknown) => unknown): Line {
  const request: Line['request'] = async (method, to, body) => {
    const answer = await line.request(method, to, body);
    return path.test(to) && answer.status < 400 ? { ...answer, body: otherwise(answer.body) } : answer;
  };
  return { ...line, request, api: new Server({ request }) };
}
