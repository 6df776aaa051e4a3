import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';

// Large: this file is loaded when somebody begins to choose a password.
const estimator = new ZxcvbnFactory({ graphs: adjacencyGraphs, dictionary: { ...common, ...english } });

/** Longer ones are strong or repetitive by then, and the estimate takes long. */
const READS = 128;

export type Strength = 0 | 1 | 2 | 3 | 4;

/** How hard a password is to guess, from 0 to 4. `context`: what an attacker would try first, as the username. */
export function strengthOf(password: string, context: readonly string[]): Strength {
  const inputs = ['waxwing', ...context.filter((word) => word.length > 2)];
  return estimator.check(password.slice(0, READS), inputs).score;
}
