import type { SimulatedDevice } from '../support/device.ts';
import type { World } from '../support/world.ts';
import type { Attack } from './attack.ts';
import { forgedByOwner, forgedEntries, otherChains } from './chains.ts';
import { forgedEffects } from './effects.ts';
import { forgedEpochs, wrongSlots } from './epochs.ts';
import { forgedMessages, forgedSends } from './messages.ts';

export const attacks: readonly Attack[] = [
  forgedEntries,
  forgedByOwner,
  otherChains,
  forgedEpochs,
  wrongSlots,
  forgedMessages,
  forgedSends,
  forgedEffects,
];

/** One of them, at this point of the history. */
export function attack(world: World, outsider: SimulatedDevice): Promise<number> {
  return world.dice.pick(attacks)(world, outsider);
}
