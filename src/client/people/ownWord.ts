import { directConversationId } from '../../crypto/verify/epochRecord.ts';
import type { Content } from '../../crypto/content.ts';
import { startConversation } from '../../protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import type { OwnAccount } from '../account/own.ts';
import type { Epochs } from '../conversations/epochs.ts';
import type { Outbox } from '../conversations/outbox.ts';
import type { StoredEntry } from '../conversations/records.ts';
import type { ConversationTable } from '../conversations/table.ts';
import { Failed } from '../outcome.ts';
import { Refused, type Server } from '../server.ts';
import type { People } from './people.ts';

interface Deps {
  readonly server: Server;
  readonly own: OwnAccount;
  readonly people: People;
  readonly epochs: Epochs;
  readonly table: ConversationTable;
  readonly outbox: Outbox;
}

/** The account's own log: a sealed conversation with nobody else in it, which no screen lists. */
export const ownLogOf = ({ id }: Pick<OwnAccount, 'id'>): string => toBase64url(directConversationId(id, id));

/**
 * What the account's devices tell each other about contacts: in its own log whom it trusts and whose safety number was
 * compared; and whatever they sealed, since they seal to nobody whose identity they have not accepted.
 */
export class OwnWord {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** For the other devices of the account, and those to come. */
  async note(account: string, identity: Uint8Array, verified: boolean): Promise<void> {
    const { server, own, table, outbox } = this.#deps;
    const log = ownLogOf(own);
    if (!table.get(log)) {
      const served = await server.call(startConversation, { body: { kind: 'direct', with: own.account } });
      if (served.conversation !== log || !served.sealed) throw new Failed('keys_do_not_match');
      await table.merge(served);
    }
    const content: Content = {
      type: 'contact',
      account: fromBase64url(account),
      identity: new Uint8Array(identity),
      verified,
    };
    await outbox.add(log, content, { counts: false });
  }

  /**
   * Takes what a device of this account has said, in a message that was found good.
   * @param head number of the own chain's newest entry as that device knew it
   */
  async take(conversation: string, { seq, body }: StoredEntry, head: number): Promise<void> {
    const { own, people, epochs } = this.#deps;
    const isPast = head < (own.chain.devices.get(own.deviceId)?.addedAt ?? 0);
    if (body.kind === 'content' && body.content.type === 'contact') {
      if (conversation !== ownLogOf(own)) return;
      const { account, identity, verified } = body.content;
      const name = toBase64url(account);
      await unlessGone(people.noted(name, { identity, verified }, seq));
      if (isPast) await people.trust(name, identity);
      return;
    }
    if (!isPast) return;
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
