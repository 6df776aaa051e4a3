import { decodeCbor } from '../../crypto/encoding.ts';
import { clearConversation, hideEntry, isTold, removeContact } from '../../protocol/api/conversations.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import type { DeletionScope } from '../api.ts';
import type { OwnAccount } from '../account/own.ts';
import { Failed } from '../outcome.ts';
import type { Storage } from '../ports.ts';
import type { Server } from '../server.ts';
import { keys } from '../storageKeys.ts';
import type { Outbox } from './outbox.ts';
import type { StoredEntry } from './records.ts';
import type { ConversationTable } from './table.ts';

interface Deps {
  readonly server: Server;
  readonly storage: Storage;
  readonly own: OwnAccount;
  readonly table: ConversationTable;
  readonly outbox: Outbox;
}

/**
 * Deleting: for everyone it is a signed message of its own, with which the server empties what it names; for me it is a
 * mark of the account at the server, so that all its devices agree.
 */
export class Deletions {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async message(conversation: string, key: string, scope: DeletionScope): Promise<void> {
    const { own, server, table, outbox } = this.#deps;
    await outbox.back(conversation, key);
    const entry = await this.#entry(conversation, key);
    const isKept = !Number.isInteger(entry.seq);
    if (scope === 'everyone') {
      if (isKept) throw new Failed('not_found');
      const { kind } = await table.need(conversation);
      if (entry.account !== own.account || kind === 'contact') throw new Failed('forbidden');
      const places = (entry.body.kind === 'content' && entry.body.pieces) || [entry.seq];
      for (const seq of places) await this.#forEveryone(conversation, seq);
      return;
    }
    if (!isKept) await server.call(hideEntry, { params: { conversation }, body: { seq: entry.seq } });
    await table.alone(conversation, () => table.forget(conversation, { hidden: [entry.seq] }));
  }

  async conversation(conversation: string, scope: DeletionScope): Promise<void> {
    const { server, table, outbox } = this.#deps;
    const { cursor, kind } = await table.need(conversation);
    if (scope === 'everyone' && isTold(kind)) throw new Failed('forbidden');
    if (cursor === 0) return;
    if (scope === 'everyone' && kind === 'contact') {
      await server.call(removeContact, { params: { conversation } });
      return table.alone(conversation, () => table.drop(conversation));
    }
    if (scope === 'everyone') {
      return outbox.add(
        conversation,
        { type: 'clearing', through: cursor },
        { counts: false, empties: { through: cursor } },
      );
    }
    await server.call(clearConversation, { params: { conversation }, body: { through: cursor } });
    await table.alone(conversation, () => table.forget(conversation, { through: cursor }));
  }

  async #forEveryone(conversation: string, seq: number): Promise<void> {
    const bytes = await this.#deps.storage.get(keys.entry(conversation, seq));
    const entry = bytes && (decodeCbor(bytes) as StoredEntry);
    if (!entry?.id) return;
    const content = { type: 'deletion', target: fromBase64url(entry.id), hash: fromBase64url(entry.hash) } as const;
    await this.#deps.outbox.add(conversation, content, { counts: false, empties: { seq } });
  }

  async #entry(conversation: string, key: string): Promise<StoredEntry> {
    const place = await this.#deps.storage.get(keys.message(conversation, key));
    const bytes = place && (await this.#deps.storage.get(keys.entry(conversation, decodeCbor(place) as number)));
    if (!bytes) throw new Failed('not_found');
    return decodeCbor(bytes) as StoredEntry;
  }
}
