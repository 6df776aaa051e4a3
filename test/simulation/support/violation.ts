/** A promise of the protocol that a history broke. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

export function promise(kept: boolean, what: string | (() => string)): asserts kept {
  if (!kept) throw new Violation(typeof what === 'string' ? what : what());
}
