import type { Content } from '../../crypto/content.ts';
import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { keys } from '../storageKeys.ts';
import type { StoredEntry, StoredReaction } from './records.ts';

/** So many edits of a message are kept, the newest. */
export const MOST_EDITS = 20;
/** Of an account's reactions to a message the kinds that it touched last count, and of all of them the newest. */
const MOST_KINDS = 20;
const MOST_REACTIONS = 500;

export type Amendment = Extract<Content, { type: 'edit' | 'reaction' }>;

export interface StoredEdit {
  /** Message id of the edit itself. */
  readonly id: string;
  readonly seq: number;
  readonly at: number;
  readonly device: string;
  /** Of its device; 0: not known. */
  readonly counter: number;
  readonly text: string;
}

/** What an account has said in the place of one of its messages. */
export interface StoredEdits {
  /** What the message itself says; null until it is here. */
  readonly original: string | null;
  /** In the order of the log. */
  readonly edits: readonly StoredEdit[];
  /** Its author has deleted it before it was here: no edit of it shows anything. */
  readonly ended?: true | undefined;
}

/** Where they are kept. */
interface Store {
  read(key: string): Promise<Uint8Array | undefined>;
  put(key: string, value: Uint8Array): void;
}

/**
 * Edits and reactions: kept beside the messages that they are about, because they may come before them (history comes
 * backwards), and laid onto those once both are here. What stands does not depend on the order in which they came.
 */
export class Amendments {
  readonly #store: Store;
  readonly #conversation: string;

  constructor(store: Store, conversation: string) {
    this.#store = store;
    this.#conversation = conversation;
  }

  async take(entry: StoredEntry, amendment: Amendment): Promise<void> {
    const of = toBase64url(amendment.target);
    const { account, by, seq, at, device, counter, id } = entry;
    if (amendment.type === 'edit') {
      const known = await this.#edits(of, account);
      if (known.ended) return;
      const edit = { id: id ?? '', seq, at, device, counter, text: amendment.text };
      this.#putEdits(of, account, { ...known, edits: withEdit(known.edits, edit) });
      return;
    }
    const { emoji, remove: removed } = amendment;
    this.#putReactions(of, withReaction(await this.#reactions(of), { account, by, emoji, removed, seq }));
  }

  /** Its author has deleted a message that is not here, or not whole: of that nothing is kept, nor of what may come. */
  end(of: string, account: string): void {
    this.#putEdits(of, account, { original: null, edits: [], ended: true });
  }

  /** The entry of an edit or a reaction was itself deleted. */
  async undo({ id, seq, account }: StoredEntry, of: string): Promise<void> {
    const known = await this.#edits(of, account);
    const edits = known.edits.filter((edit) => edit.id !== id);
    if (edits.length < known.edits.length) this.#putEdits(of, account, { ...known, edits });
    const reactions = await this.#reactions(of);
    const left = reactions.filter((one) => one.account !== account || one.seq !== seq);
    if (left.length < reactions.length) this.#putReactions(of, left);
  }

  /** The text as it reads now, with its reactions. Anything else is as it was. */
  async onto(entry: StoredEntry): Promise<StoredEntry> {
    const { id, account, body } = entry;
    if (id === null || body.kind !== 'content' || body.content.type !== 'text') return entry;
    const [reactions, known] = await Promise.all([this.#reactions(id), this.#edits(id, account)]);
    const reacted = reactions.length > 0 || entry.reactions ? { ...entry, reactions } : entry;
    if (known.edits.length === 0 && known.original === null) return reacted;
    const original = known.original ?? body.content.text;
    if (known.original === null) this.#putEdits(id, account, { ...known, original });
    const newest = standing(known.edits).at(-1);
    const content = { ...body.content, text: newest?.text ?? original };
    return { ...reacted, body: { ...body, content, edited: newest !== undefined } };
  }

  async #edits(of: string, account: string): Promise<StoredEdits> {
    const bytes = await this.#store.read(keys.edits(this.#conversation, of, account));
    return bytes ? (decodeCbor(bytes) as StoredEdits) : { original: null, edits: [] };
  }

  async #reactions(of: string): Promise<readonly StoredReaction[]> {
    const bytes = await this.#store.read(keys.reactions(this.#conversation, of));
    return bytes ? (decodeCbor(bytes) as StoredReaction[]) : [];
  }

  #putEdits(of: string, account: string, edits: StoredEdits): void {
    this.#store.put(keys.edits(this.#conversation, of, account), encodeCbor(edits));
  }

  #putReactions(of: string, reactions: readonly StoredReaction[]): void {
    this.#store.put(keys.reactions(this.#conversation, of), encodeCbor(reactions));
  }
}

/** What came again, as after a server was put back, stands once: where it stands now. */
function withEdit(edits: readonly StoredEdit[], edit: StoredEdit): StoredEdit[] {
  const others = edits.filter(({ id }) => id !== edit.id);
  return [...others, edit].toSorted((a, b) => a.seq - b.seq).slice(-MOST_EDITS);
}

/** Without those that the log has behind a later one of the same device: no server turns back what somebody said last. */
export function standing(edits: readonly StoredEdit[]): StoredEdit[] {
  const counters = new Map<string, number>();
  return edits.filter(({ device, counter }) => {
    if (counter === 0) return true;
    const isBehind = counter < (counters.get(device) ?? 0);
    if (!isBehind) counters.set(device, counter);
    return !isBehind;
  });
}

function withReaction(reactions: readonly StoredReaction[], reaction: StoredReaction): readonly StoredReaction[] {
  const { account, emoji, seq } = reaction;
  const same = reactions.find((one) => one.account === account && one.emoji === emoji);
  if (same && same.seq >= seq) return reactions;
  const newest = [reaction, ...reactions.filter((one) => one !== same)].toSorted((a, b) => b.seq - a.seq);
  const own = newest.filter((one) => one.account === account).slice(0, MOST_KINDS);
  return newest.filter((one) => one.account !== account || own.includes(one)).slice(0, MOST_REACTIONS);
}
