import type { Clock } from './ports.ts';
import { networkOf, tooMany, type Rates } from './rates.ts';
import { recentlyUsed } from './recentlyUsed.ts';

/** Failures in a row that cost nothing: no limit acts below thirty log-ins a minute. */
const FREE_FAILURES = 30;
const FIRST_DELAY = 1000;
const LONGEST_DELAY = 15 * 60_000;
const REMEMBERED = 50_000;

export type Guesses = ReturnType<typeof createGuesses>;

/**
 * Slows down whoever guesses at a password or recovery code: ever longer waits for one address at one name, never for the
 * name as a whole, so that nobody can lock another out. Names need not exist: all are counted alike.
 *
 * All of it is in memory only, on purpose. A list of who logged in from where would be worth more to a thief of the data
 * folder than it is here, and a restart changes little: whoever could bring one about wins 60 guesses at a name, and the
 * owner, whose address is not known any more, shares these with everybody until the first log-in. Whoever is logged in
 * stays so.
 */
export function createGuesses(clock: Clock, rates: Rates) {
  const failures = recentlyUsed<string, { count: number; notBefore: number }>(REMEMBERED);
  const succeeded = recentlyUsed<string, true>(REMEMBERED);
  const keyOf = (name: string, from: string): string => `${networkOf(from)} ${name}`;

  return {
    /** @throws Refusal too_many_requests */
    allow(name: string, from: string): void {
      const key = keyOf(name, from);
      const wait = (failures.get(key)?.notBefore ?? 0) - clock.now();
      if (wait > 0) throw tooMany(wait);
      if (!succeeded.get(key)) rates.spend('account: log-in from elsewhere', name);
    },
    failed(name: string, from: string): void {
      const key = keyOf(name, from);
      const count = (failures.get(key)?.count ?? 0) + 1;
      const delay = count < FREE_FAILURES ? 0 : Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (count - FREE_FAILURES));
      failures.set(key, { count, notBefore: clock.now() + delay });
    },
    succeeded(name: string, from: string): void {
      const key = keyOf(name, from);
      failures.delete(key);
      succeeded.set(key, true);
    },
  };
}
