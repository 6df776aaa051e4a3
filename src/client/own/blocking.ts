import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { Failed } from '../outcome.ts';
import type { OwnLog } from './ownLog.ts';

/** Whose messages the person wants to see. Neither the server nor those who are blocked learn of it. */
export class Blocking {
  readonly #ownLog: OwnLog;

  constructor(ownLog: OwnLog) {
    this.#ownLog = ownLog;
  }

  isBlocked(account: string): boolean {
    return this.#ownLog.word('block', account)?.blocked ?? false;
  }

  /** The person has said of them, one way or the other, whether they may write. */
  isDecided(account: string): boolean {
    return this.#ownLog.word('block', account) !== undefined;
  }

  /** Account ids. */
  all(): string[] {
    return this.#ownLog.all('block').flatMap(({ account, blocked }) => (blocked ? [toBase64url(account)] : []));
  }

  /** @throws Failed `forbidden`: that is no account with keys */
  set(account: string, blocked: boolean): Promise<void> {
    if (account.startsWith('@')) throw new Failed('forbidden');
    return this.#ownLog.say({ type: 'block', account: fromBase64url(account), blocked });
  }
}
