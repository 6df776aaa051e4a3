import { clearConversationId, directConversationId } from '../../crypto/verify/epochRecord.ts';
import { type Conversation, startConversation } from '../../protocol/api/conversations.ts';
import { getInstance } from '../../protocol/api/instance.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import type { OwnAccount } from '../account/own.ts';
import { Failed } from '../outcome.ts';
import type { People } from '../people/people.ts';
import { Refused, type Server } from '../server.ts';
import type { Outbox } from './outbox.ts';
import type { ConversationTable } from './table.ts';
import { otherOf } from './windows.ts';

interface Deps {
  readonly server: Server;
  readonly own: OwnAccount;
  readonly people: People;
  readonly table: ConversationTable;
  readonly outbox: Outbox;
}

/** Conversations of two: their ids follow from the accounts, so that the server cannot give one the place of another. */
export class DirectConversations {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** The conversation with that person; nothing is sent yet. With encryption off, a new one is in clear and says so. */
  async start(username: string): Promise<string> {
    const { own, people } = this.#deps;
    const account = await people.find(username.trim().toLowerCase());
    if (account === own.account) throw new Refused('invalid', 'with');
    const isSealed = await this.isSealed(account);
    const idOf = isSealed ? directConversationId : clearConversationId;
    return this.#opened(account, toBase64url(idOf(own.id, fromBase64url(account))), isSealed);
  }

  /** Whether what is written to that account is encrypted: where it was once it stays so, whatever the server wants now. */
  async isSealed(account: string): Promise<boolean> {
    const { server, own, table } = this.#deps;
    const sealed = toBase64url(directConversationId(own.id, fromBase64url(account)));
    return table.get(sealed) !== undefined || (await server.call(getInstance)).encryption;
  }

  async #opened(account: string, id: string, sealed: boolean): Promise<string> {
    const { server, table } = this.#deps;
    const known = table.get(id);
    if (known) return requireDirect(known, id, sealed);
    const served = await server.call(startConversation, { body: { kind: 'direct', with: account } });
    requireDirect(served, id, sealed);
    await table.merge(served);
    return id;
  }

  /** From now on this person writes there in clear. */
  async agreeToClear(conversation: string): Promise<void> {
    const { own, table, outbox } = this.#deps;
    const other = otherOf(await table.need(conversation), own.account);
    const sealed = toBase64url(directConversationId(own.id, fromBase64url(other)));
    if (table.get(sealed)?.sealed) throw new Failed('sealed_exists');
    await table.alone(conversation, () => table.update(conversation, (record) => ({ ...record, agreed: true })));
    outbox.pump(conversation);
  }
}

/**
 * What the server shows in the place of a direct conversation has to be one: in a room, say, nobody would be asked whether
 * they agree to write in clear. Answers its id. @throws Failed
 */
function requireDirect(
  shown: Pick<Conversation, 'conversation' | 'kind' | 'sealed'>,
  id: string,
  sealed: boolean,
): string {
  const { conversation, kind } = shown;
  if (conversation !== id || kind !== 'direct' || shown.sealed !== sealed) throw new Failed('keys_do_not_match');
  return id;
}
