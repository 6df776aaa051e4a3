import type { OwnWord } from '../../crypto/ownWords.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import type { Epochs } from '../conversations/epochs.ts';
import { Failed } from '../outcome.ts';
import type { People } from '../people/people.ts';
import { Refused } from '../server.ts';
import type { OwnLog } from './ownLog.ts';

interface Deps {
  readonly people: People;
  readonly epochs: Epochs;
  readonly ownLog: OwnLog;
}

/**
 * What the account's devices tell each other about whom it trusts: in its own log, and by whatever they sealed, since they
 * seal to nobody whose identity they have not accepted.
 */
export class OwnContacts {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** For the other devices of the account, and those to come. */
  note(account: string, identity: Uint8Array, verified: boolean): Promise<void> {
    const word = { account: fromBase64url(account), identity: new Uint8Array(identity), verified };
    return this.#deps.ownLog.say({ type: 'contact', ...word });
  }

  /** @param isPast it was said before this device was one of the account's */
  async take(word: Extract<OwnWord, { type: 'contact' }>, place: number, isPast: boolean): Promise<void> {
    const { people } = this.#deps;
    const { account, identity, verified } = word;
    const name = toBase64url(account);
    await unlessGone(people.noted(name, { identity, verified }, place));
    if (isPast) await people.trust(name, identity);
  }

  /** Before this device was one of the account's, another has sealed at that place: to whom, the account trusts. */
  async sealedBefore(conversation: string, seq: number): Promise<void> {
    const { people, epochs } = this.#deps;
    const epoch = await epochs.below(conversation, seq);
    for (const { account, identityHash } of epoch?.record.roster ?? []) {
      await people.trust(toBase64url(account), identityHash);
    }
  }
}

/** A contact of whom the server knows nothing any more, or whose chain is an alarm, holds up nothing. */
async function unlessGone(act: Promise<void>): Promise<void> {
  await act.catch((error: unknown) => {
    if (!(error instanceof Refused || error instanceof Failed)) throw error;
  });
}
