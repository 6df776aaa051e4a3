import { type Bytes, decodeCbor } from '../../crypto/encoding.ts';
import { clearConversation, hideEntry, isTold, removeContact } from '../../protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import type { DeletionScope } from '../api.ts';
import type { OwnAccount } from '../account/own.ts';
import { Failed } from '../outcome.ts';
import type { Storage } from '../ports.ts';
import type { Server } from '../server.ts';
import { after, keys } from '../storageKeys.ts';
import { editsOf, entryNamed } from './amending.ts';
import { MOST_EDITS } from './amendments.ts';
import type { Outbox } from './outbox.ts';
import type { Draft } from './queue.ts';
import type { OutboxItem, StoredEntry } from './records.ts';
import type { ConversationTable } from './table.ts';

/** Entries that are read at a time. */
const PAGE = 500;

interface Deps {
  readonly server: Server;
  readonly storage: Storage;
  readonly own: OwnAccount;
  readonly table: ConversationTable;
  readonly outbox: Outbox;
  readonly newId: () => Bytes;
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
    const { own, server, storage, table, outbox } = this.#deps;
    await outbox.back(conversation, key);
    const entry = await entryNamed(storage, conversation, key);
    const isKept = !Number.isInteger(entry.seq);
    if (scope === 'everyone') {
      if (isKept) throw new Failed('not_found');
      const { kind } = await table.need(conversation);
      if (entry.account !== own.account || kind === 'contact') throw new Failed('forbidden');
      return this.#forEveryone(conversation, entry);
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

  /** With all its pieces, and with its edits. */
  async #forEveryone(conversation: string, { id, seq, account, body }: StoredEntry): Promise<void> {
    const { storage, outbox, newId } = this.#deps;
    await this.#endEdits(conversation, id);
    const pieces = (body.kind === 'content' && body.pieces) || [seq];
    const edits = await editsOf(storage, conversation, id ?? '', account);
    // Of many the first are not known any more, but the log has them.
    const amended =
      edits.length < MOST_EDITS ? edits.map((edit) => edit.seq) : await this.#saidOf(conversation, id, seq);
    const drafts: Draft[] = [];
    for (const place of [...pieces, ...amended]) {
      const bytes = await storage.get(keys.entry(conversation, place));
      const entry = bytes && (decodeCbor(bytes) as StoredEntry);
      if (!entry?.id) continue;
      const content = { type: 'deletion', target: fromBase64url(entry.id), hash: fromBase64url(entry.hash) } as const;
      drafts.push({ id: newId(), content, counts: false, empties: { seq: place } });
    }
    await outbox.addAll(conversation, drafts);
  }

  /** Where in the log this account has said something of its message at that place: each edit, and each reaction. */
  async #saidOf(conversation: string, id: string | null, seq: number): Promise<number[]> {
    const { own, storage } = this.#deps;
    const end = after(keys.entries(conversation));
    const places: number[] = [];
    for (let from = keys.entry(conversation, seq); ;) {
      const page = await storage.range(from, end, { limit: PAGE });
      for (const [, bytes] of page) {
        const entry = decodeCbor(bytes) as StoredEntry;
        if (entry.account === own.account && entry.body.kind === 'silent' && entry.body.of === id)
          places.push(entry.seq);
      }
      if (page.length < PAGE) return places;
      from = `${page.at(-1)?.[0] ?? ''}\0`;
    }
  }

  /** Those that have not gone out go nowhere; those that have come back first. */
  async #endEdits(conversation: string, id: string | null): Promise<void> {
    const { outbox } = this.#deps;
    const isEdit = ({ content }: OutboxItem) => content.type === 'edit' && toBase64url(content.target) === id;
    const edits = outbox.items(conversation).filter(isEdit);
    const stale = edits.filter((item) => outbox.neverWent(item) || item.failure !== null);
    if (stale.length > 0) await outbox.amend(conversation, stale, null);
    for (const edit of edits) if (edit.acked !== null) await outbox.back(conversation, edit.id);
  }
}
