import { attack } from '../attacks/all.ts';
import { Dice } from './dice.ts';
import { pickOperation, write } from './operations.ts';
import { readsEverything } from './reading.ts';
import { outsidersOpenNothing, removedOpenNothing } from './thieves.ts';
import { Violation } from './violation.ts';
import { World } from './world.ts';

export interface History {
  readonly seed: number;
  readonly messages: number;
  readonly attacks: number;
  readonly story: readonly string[];
}

/** What went wrong, with everything that is needed to see it again. */
export class BrokenHistory extends Error {
  override readonly name = 'BrokenHistory';

  constructor(seed: number, story: readonly string[], cause: unknown) {
    const what =
      cause instanceof Error
        ? cause instanceof Violation
          ? cause.message
          : (cause.stack ?? cause.message)
        : String(cause);
    super(
      `seed ${seed}: ${what}\nafter:\n  ${story.join('\n  ')}\n` +
        `Again: WAXWING_SEED=${seed} npx vitest run test/simulation`,
      { cause },
    );
  }
}

/** @throws BrokenHistory */
export async function runHistory(seed: number): Promise<History> {
  const dice = new Dice(seed);
  const world = await World.of(dice, 2 + dice.below(2));
  try {
    return await run(world, seed);
  } catch (error) {
    throw new BrokenHistory(seed, world.story, error);
  }
}

async function run(world: World, seed: number): Promise<History> {
  const { dice } = world;
  const outsider = (await world.register('outsider')).devices[0] ?? never();
  world.people.pop();
  const steps = 5 + dice.below(7);
  let attacks = 0;
  for (let step = 0; step < steps; step++) {
    const done = await pickOperation(world)(world);
    if (done === null) continue;
    world.story.push(done);
    await listen(world);
    if (dice.chance(0.4)) attacks += await attack(world, outsider);
    await someoneReads(world);
  }
  await everybodyReads(world);
  await outsidersOpenNothing(world, outsider);
  return {
    seed,
    messages: world.talks.reduce((sum, { written }) => sum + written.length, 0),
    attacks,
    story: world.story,
  };
}

/** What the server tells of chains reaches who is there, mostly. */
async function listen(world: World): Promise<void> {
  for (const wakeUp of world.server.heard.splice(0)) {
    if (wakeUp.about !== 'chain') continue;
    for (const person of world.people) {
      for (const device of person.devices) {
        if (device.away || world.dice.chance(0.3)) continue;
        if (person.account === wakeUp.account) await device.own.refresh();
        else if (device.people.known(wakeUp.account)) await device.people.refresh(wakeUp.account);
        if (person.account === wakeUp.account && world.dice.chance(0.5)) await device.renew();
      }
    }
  }
}

async function someoneReads(world: World): Promise<void> {
  const there = world.people.flatMap((person) =>
    person.devices.filter(({ away }) => !away).map((device) => [person, device] as const),
  );
  if (there.length === 0) return;
  const [person, device] = world.dice.pick(there);
  for (const talk of world.talksOf(person)) await readsEverything(device, talk);
}

/** At the end all come back, everyone says one thing more, and everyone logs in anew. */
async function everybodyReads(world: World): Promise<void> {
  for (const person of world.people) {
    const anew = await world.logIn(person);
    for (const device of person.devices) {
      device.away = false;
      await device.wake();
    }
    for (const talk of world.talksOf(person)) await write(world, anew, talk);
  }
  for (const person of world.people) {
    for (const device of person.devices) {
      for (const talk of world.talksOf(person)) await readsEverything(device, talk);
    }
    await removedOpenNothing(world, person);
  }
}

const never = (): never => {
  throw new Error('an account without a device');
};
