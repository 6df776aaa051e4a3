import { fromBase64url } from '../../protocol/base64url.ts';
import { entryNamed } from '../conversations/amending.ts';
import type { ConversationTable } from '../conversations/table.ts';
import type { Storage } from '../ports.ts';
import type { OwnLog } from './ownLog.ts';

interface Deps {
  readonly ownLog: OwnLog;
  readonly storage: Storage;
  readonly table: ConversationTable;
}

/**
 * What the person has read and wants to have before them again. The read cursor only moves forward, and others may see it;
 * so the mark is the account's own word, and nobody else's matter.
 */
export class UnreadMarks {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** The seq from which on it is unread; 0: it is not marked. */
  from(conversation: string): number {
    return this.#deps.ownLog.word('unread', conversation)?.from ?? 0;
  }

  /** From the message with that id on, or the newest one. @throws Failed not_found */
  async mark(conversation: string, key: string | undefined): Promise<void> {
    const { storage, table } = this.#deps;
    const { last, cursor } = await table.need(conversation);
    const from = key === undefined ? (last?.seq ?? cursor) : (await entryNamed(storage, conversation, key)).seq;
    await this.#say(conversation, Math.max(1, Math.ceil(from)));
  }

  #say(conversation: string, from: number): Promise<void> {
    return this.#deps.ownLog.say({ type: 'unread', conversation: fromBase64url(conversation), from });
  }

  async clear(conversation: string): Promise<void> {
    if (this.from(conversation) > 0) await this.#say(conversation, 0);
  }
}
