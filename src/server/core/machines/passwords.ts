import type { Guesses } from '../guesses.ts';
import type { PasswordHashing } from '../ports.ts';
import { networkOf, tooMany, type Rates } from '../rates.ts';

/** Passwords that are hashed at the same time, so that guesses never take all of the machine. */
const AT_ONCE = 2;
const MOST_WAITING = 100;
const FULL_FOR = 1000;

interface Given {
  readonly hashing: PasswordHashing;
  readonly guesses: Guesses;
  readonly rates: Rates;
}

export type MachinePasswords = ReturnType<typeof createMachinePasswords>;

/** Machines' passwords, tried one after the other, and ever more slowly by whoever guesses. */
export function createMachinePasswords({ hashing, guesses, rates }: Given) {
  let running = 0;
  const waiting: (() => void)[] = [];

  const inTurn = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (waiting.length >= MOST_WAITING) throw tooMany(FULL_FOR);
    if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };

  const guessed = (name: string, from: string, work: () => Promise<string | null>): Promise<string | null> => {
    // A namespace of its own: no account's name has a blank.
    const subject = `machine ${name}`;
    rates.spend('address: log-in', networkOf(from));
    return inTurn(async () => {
      guesses.allow(subject, from);
      guesses.failed(subject, from);
      const hash = await work();
      if (hash !== null) guesses.succeeded(subject, from);
      return hash;
    });
  };

  return {
    /** The hash that the password matches; null: it does not. @throws Refusal too_many_requests */
    check: (name: string, hash: string | null, password: string, from: string): Promise<string | null> =>
      guessed(name, from, async () => ((await hashing.matches(hash, password)) ? hash : null)),

    /** The hash of a first password. @throws Refusal too_many_requests */
    first: (name: string, password: string, from: string): Promise<string | null> =>
      guessed(name, from, () => hashing.hash(password)),
  };
}
