import type { Content } from '../../crypto/content.ts';
import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import type { StoredEdits } from '../conversations/amendments.ts';
import type { ConversationRecord, StoredEntry, StoredReaction } from '../conversations/records.ts';
import type { Storage } from '../ports.ts';
import { keptSeq, keys } from '../storageKeys.ts';

interface Given {
  readonly storage: Storage;
  readonly record: ConversationRecord;
  /** The last entry that both have. */
  readonly fork: number;
}

/**
 * Edits and reactions that the server has lost: they stay, behind all that it still has and before whatever comes, so that what
 * is said from now on counts as newer.
 */
export class LostAmendments {
  readonly #given: Given;
  readonly #lost: readonly { readonly entry: StoredEntry }[];
  readonly #order: ReadonlyMap<number, number>;
  readonly #edits = new Map<string, StoredEdits>();
  readonly #reactions = new Map<string, readonly StoredReaction[]>();

  constructor(given: Given, lost: readonly { readonly entry: StoredEntry }[]) {
    this.#given = given;
    this.#lost = lost;
    this.#order = new Map(lost.map(({ entry }, index) => [entry.seq, index]));
  }

  /** What is stored about every message that is lost, or that something lost is about. */
  async read(): Promise<void> {
    const { storage, record } = this.#given;
    for (const { entry } of this.#lost) {
      const of = aboutOf(entry);
      if (of === null) continue;
      const places = [keys.edits(record.conversation, of, entry.account), keys.reactions(record.conversation, of)];
      const [edits, reactions] = await Promise.all(places.map((key) => storage.get(key)));
      if (edits) this.#edits.set(places[0] ?? '', decodeCbor(edits) as StoredEdits);
      if (reactions) this.#reactions.set(places[1] ?? '', decodeCbor(reactions) as StoredReaction[]);
    }
  }

  /** With places of their own. */
  put(): (readonly [string, Uint8Array])[] {
    const edits = [...this.#edits].map(([key, known]) => {
      const moved = known.edits.map((edit) => ({
        ...edit,
        seq: this.#placeOf(edit.seq),
        // Said again, it is counted anew.
        counter: edit.seq > this.#given.fork ? 0 : edit.counter,
      }));
      return [key, encodeCbor({ ...known, edits: moved })] as const;
    });
    const reactions = [...this.#reactions].map(
      ([key, known]) => [key, encodeCbor(known.map((one) => ({ ...one, seq: this.#placeOf(one.seq) })))] as const,
    );
    return [...edits, ...reactions];
  }

  /** What a text said before it was edited; null: it was not. */
  original(id: string, account: string): string | null {
    return this.#edits.get(keys.edits(this.#given.record.conversation, id, account))?.original ?? null;
  }

  /** What the entry with this id and seq has said about the message `of`; null: nothing that still counts. */
  contentOf({
    id,
    seq,
    account,
    of,
  }: Pick<StoredEntry, 'seq' | 'account'> & { id: string; of: string }): Content | null {
    const { conversation } = this.#given.record;
    const target = fromBase64url(of);
    const edits = this.#edits.get(keys.edits(conversation, of, account))?.edits ?? [];
    const edit = edits.find((one) => one.id === id);
    if (edit) return { type: 'edit', target, text: edit.text };
    const reactions = this.#reactions.get(keys.reactions(conversation, of)) ?? [];
    const reaction = reactions.find((one) => one.account === account && one.seq === seq);
    return reaction ? { type: 'reaction', target, emoji: reaction.emoji, remove: reaction.removed } : null;
  }

  #placeOf(seq: number): number {
    const { fork } = this.#given;
    return seq <= fork ? seq : keptSeq(fork, this.#order.get(seq) ?? 0);
  }
}

/** The message that an entry is, or is about. */
const aboutOf = ({ id, body }: StoredEntry): string | null =>
  body.kind === 'silent' && body.of !== undefined ? body.of : id;
