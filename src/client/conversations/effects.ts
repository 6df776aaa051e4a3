import type { Content } from '../../crypto/content.ts';
import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { isEmoji } from '../../protocol/emoji.ts';
import { hasSomethingToSee } from '../../protocol/unseen.ts';
import type { Storage } from '../ports.ts';
import { after, keys } from '../storageKeys.ts';
import { type Amendment, Amendments } from './amendments.ts';
import { besides, keysThrough } from './forgetting.ts';
import type { Piece } from './pieces.ts';
import { type ConversationRecord, type StoredEntry, isShown } from './records.ts';

interface StoredPiece {
  readonly text: string;
  readonly count: number;
  readonly seq: number;
}

/**
 * What a batch of entries changes on this device, gathered so that all of it is written at once. Reads see what the batch
 * has changed so far.
 */
export class Effects {
  readonly put = new Map<string, Uint8Array>();
  readonly remove = new Set<string>();
  /** Entries that a window on the conversation has to show anew, by their places, as they are after all. */
  readonly changed = new Map<number, StoredEntry>();
  /** Places of entries that stand elsewhere now. */
  readonly gone: number[] = [];
  /** Everything up to here is gone from every window. */
  clearedThrough = 0;
  record: ConversationRecord;
  /** Ids of messages of which something was said in this batch. */
  readonly #amended = new Set<string>();
  /** Those that came empty, and of which nobody has said why, by account and hash; null: not read yet. */
  #emptied: Map<string, StoredEntry> | null = null;
  /** Places of what is unread; null: not read yet. */
  #unread: readonly number[] | null = null;
  readonly #storage: Storage;
  readonly #account: string;
  readonly #amendments: Amendments;

  constructor(storage: Storage, account: string, record: ConversationRecord) {
    this.#storage = storage;
    this.#account = account;
    this.record = record;
    const read = (key: string) => this.#read(key);
    const put = (key: string, value: Uint8Array): void => this.#write(key, value);
    this.#amendments = new Amendments({ read, put }, record.conversation);
  }

  /** Applies one entry, opened, at the end of the log or (history) at its beginning. After the last one comes `finish`. */
  async apply(opened: StoredEntry): Promise<void> {
    const entry = await this.#judged(opened);
    if (entry.body.kind === 'content' && entry.body.content.type === 'deletion') {
      await this.#delete(entry, entry.body.content);
    }
    if (entry.body.kind === 'content' && entry.body.content.type === 'clearing') {
      return this.#clear(entry, entry.body.content.through);
    }
    if (entry.body.kind === 'content' && entry.body.content.type === 'piece') {
      return this.#gather(entry, entry.body.content);
    }
    if (entry.body.kind === 'content' && entry.body.content.type === 'lifetime') {
      return this.#keep({ ...entry, body: this.#lifetime(entry, entry.body.content.days) });
    }
    if (entry.body.kind === 'content' && isAmendment(entry.body.content)) {
      return this.#amend(entry, entry.body.content);
    }
    this.#keep(await this.#amendments.onto({ ...entry, body: silentIfNotShown(entry) }));
  }

  /** It changes a text that is here, or waits for one that is not, or not whole. */
  async #amend(entry: StoredEntry, amendment: Amendment): Promise<void> {
    const of = toBase64url(amendment.target);
    this.#keep({ ...entry, body: { kind: 'silent', of } });
    const target = await this.#named(of);
    if (!saysSomething(amendment) || (target && !mayChange(entry, amendment, target))) return;
    await this.#amendments.take(entry, amendment);
    this.#amended.add(of);
  }

  /** All of them were applied. However much was said of a message, and however long it is, that is laid onto it once. */
  async finish(): Promise<void> {
    for (const id of this.#amended) {
      const target = await this.#named(id);
      if (target?.body.kind === 'content') this.#keep(await this.#amendments.onto(target));
    }
    this.#amended.clear();
  }

  /** The newest word counts. What is said again, for devices to come, shows nothing. */
  #lifetime({ seq, at, body }: StoredEntry, days: number): StoredEntry['body'] {
    const { kind, lifetime: known } = this.record;
    if (kind !== 'direct') return { kind: 'silent' };
    if (known && known.seq > seq) return body;
    this.record = { ...this.record, lifetime: { days, seq, at } };
    return known && known.seq < seq && known.days === days ? { kind: 'silent' } : body;
  }

  async stored(seq: number): Promise<StoredEntry | null> {
    const bytes = await this.#read(keys.entry(this.record.conversation, seq));
    return bytes ? (decodeCbor(bytes) as StoredEntry) : null;
  }

  async #named(id: string): Promise<StoredEntry | null> {
    const place = await this.#read(keys.message(this.record.conversation, id));
    return place ? this.stored(decodeCbor(place) as number) : null;
  }

  /** A message id stands once in a log: a second one is nobody's message. An emptied entry is deleted if its author said so. */
  async #judged(entry: StoredEntry): Promise<StoredEntry> {
    const { conversation } = this.record;
    const isEmptied = entry.body.kind === 'emptied';
    // What comes out of the past may have been deleted since, also where the server still shows it.
    if (isEmptied || entry.seq < this.record.oldest) {
      const isDeleted = await this.#read(keys.deletion(conversation, entry.account, entry.hash));
      // What never counted (a piece of a long text, say) had no place of its own on the screen.
      if (isDeleted) return { ...entry, body: { kind: entry.counts ? 'deleted' : 'silent' } };
      if (isEmptied) return entry;
    }
    if (entry.id === null) return entry;
    if (entry.counts && entry.body.kind === 'content' && isAmendment(entry.body.content))
      return { ...entry, body: { kind: 'invalid', reason: 'counts' } };
    const before = await this.#read(keys.message(conversation, entry.id));
    const place = before && (decodeCbor(before) as number);
    if (place === undefined || place === entry.seq || (await this.#comesAgain(entry, place))) return entry;
    return { ...entry, body: { kind: 'invalid', reason: 'repeated id' } };
  }

  /** It was kept while the server had lost it, and its author has said it again. */
  async #comesAgain({ account, device }: StoredEntry, place: number): Promise<boolean> {
    const kept = Number.isInteger(place) ? null : await this.stored(place);
    if (kept?.account !== account || kept.device !== device) return false;
    this.#drop(keys.entry(this.record.conversation, place));
    this.gone.push(place);
    return true;
  }

  async #delete(entry: StoredEntry, deletion: Extract<Content, { type: 'deletion' }>): Promise<void> {
    const { conversation } = this.record;
    const hash = toBase64url(deletion.hash);
    this.#write(keys.deletion(conversation, entry.account, hash), encodeCbor(entry.seq));
    const target = await this.#named(toBase64url(deletion.target));
    if (!target) this.#amendments.end(toBase64url(deletion.target), entry.account);
    if (!target || target.account !== entry.account || target.hash !== hash)
      return this.#judgeEmptied(entry.account, hash);
    this.#uncount(target, entry);
    if (target.body.kind === 'silent') return this.#undo(target, target.body.of);
    for (const key of besides(conversation, target)) this.#drop(key);
    this.#keep({ ...target, reactions: undefined, body: { kind: 'deleted' } });
  }

  /** What a piece of a long text that is not whole has said goes, and what was or will be said instead. */
  #end(entry: StoredEntry): void {
    for (const key of besides(this.record.conversation, entry)) this.#drop(key);
    if (entry.id !== null) this.#amendments.end(entry.id, entry.account);
    this.#keep({ ...entry, body: { kind: 'silent' } });
  }

  /** Its author has deleted what said something of another message: that reads as before. */
  async #undo(entry: StoredEntry, of: string | undefined): Promise<void> {
    if (of === undefined) return this.#end(entry);
    this.#keep(entry);
    const target = await this.#named(of);
    if (target?.body.kind === 'deleted') return;
    await this.#amendments.undo(entry, of);
    this.#amended.add(of);
  }

  /** The target came emptied, so that only its hash tells it: it is in the tail of the log if this device was away. */
  async #judgeEmptied(account: string, hash: string): Promise<void> {
    this.#emptied ??= await this.#emptiedInTail();
    const entry = this.#emptied.get(`${account}/${hash}`);
    if (entry) this.#keep({ ...entry, body: { kind: entry.counts ? 'deleted' : 'silent' } });
  }

  /** Read once for a batch, however many deletions are in it. */
  async #emptiedInTail(): Promise<Map<string, StoredEntry>> {
    const from = keys.entry(this.record.conversation, Math.max(1, this.record.cursor - 1000));
    const prefix = keys.entries(this.record.conversation);
    const lying = new Map(await this.#storage.range(from, after(prefix)));
    for (const [key, bytes] of this.put) if (key.startsWith(prefix)) lying.set(key, bytes);
    const entries = [...lying.values()].map((bytes) => decodeCbor(bytes) as StoredEntry);
    return new Map(
      entries.filter(({ body }) => body.kind === 'emptied').map((entry) => [`${entry.account}/${entry.hash}`, entry]),
    );
  }

  /**
   * A long text is shown once, whole or not at all, in the place of its first piece. The pieces wait until all are here,
   * in whatever order they come.
   */
  async #gather(entry: StoredEntry, piece: Piece): Promise<void> {
    const { conversation } = this.record;
    const of = `${entry.account}/${entry.device}/${toBase64url(piece.of)}`;
    const place = keys.piece(conversation, of, piece.index);
    this.#write(place, encodeCbor({ text: piece.text, count: piece.count, seq: entry.seq }));
    this.#keep({ ...entry, body: { kind: 'silent', piece: place } });
    const pieces: StoredPiece[] = [];
    for (let index = 0; index < piece.count; index++) {
      const bytes = await this.#read(keys.piece(conversation, of, index));
      const stored = bytes && (decodeCbor(bytes) as StoredPiece);
      if (!stored || stored.count !== piece.count) return;
      pieces.push(stored);
    }
    const first = await this.stored(pieces[0]?.seq ?? 0);
    if (!first || first.id !== toBase64url(piece.of)) return;
    const text = pieces.map((one) => one.text).join('');
    for (const index of pieces.keys()) this.#drop(keys.piece(conversation, of, index));
    const content = { type: 'text', text, reply: piece.reply } as const;
    const body = { kind: 'content', content, pieces: pieces.map(({ seq }) => seq) } as const;
    this.#keep(await this.#amendments.onto({ ...first, body }));
  }

  async #clear(entry: StoredEntry, through: number): Promise<void> {
    const { conversation } = this.record;
    const to = Math.min(through, entry.seq - 1);
    for (const key of await keysThrough(this.#storage, conversation, to)) this.#drop(key);
    for (const [key, bytes] of this.put) {
      if (key < keys.entry(conversation, 0) || key >= keys.entry(conversation, to + 1)) continue;
      this.put.delete(key);
      for (const other of besides(conversation, decodeCbor(bytes) as StoredEntry)) this.#drop(other);
    }
    this.clearedThrough = Math.max(this.clearedThrough, to);
    const mine = entry.account === this.#account;
    const unread = mine || to >= this.record.countedTo ? 0 : await this.#countUnread();
    this.record = { ...this.record, cleared: Math.max(this.record.cleared, mine ? entry.seq : to), last: null, unread };
    this.#keep({ ...entry, body: mine ? { kind: 'silent' } : { kind: 'cleared' } });
  }

  /** Of those that were here before this batch: read once for it, however many clearings are in it. */
  async #countUnread(): Promise<number> {
    this.#unread ??= await this.#unreadHere();
    return this.#unread.filter((seq) => seq > this.clearedThrough).length;
  }

  async #unreadHere(): Promise<number[]> {
    const { conversation, read } = this.record;
    const tail = await this.#storage.range(keys.entry(conversation, read + 1), after(keys.entries(conversation)));
    const entries = tail.map(([, bytes]) => decodeCbor(bytes) as StoredEntry);
    return entries.filter((entry) => this.#isUnread(entry)).map(({ seq }) => seq);
  }

  #drop(key: string): void {
    this.put.delete(key);
    this.remove.add(key);
  }

  #write(key: string, value: Uint8Array): void {
    this.remove.delete(key);
    this.put.set(key, value);
  }

  #keep(entry: StoredEntry): void {
    const { conversation } = this.record;
    this.#write(keys.entry(conversation, entry.seq), encodeCbor(entry));
    if (entry.id !== null && entry.body.kind !== 'invalid')
      this.#write(keys.message(conversation, entry.id), encodeCbor(entry.seq));
    this.changed.set(entry.seq, entry);
    const name = `${entry.account}/${entry.hash}`;
    if (entry.body.kind === 'emptied') this.#emptied?.set(name, entry);
    else this.#emptied?.delete(name);
    const last = this.record.last?.seq ?? 0;
    const visible = isShown(entry.body) && entry.seq > this.record.cleared && !this.record.hidden.includes(entry.seq);
    if (visible && entry.seq >= last) {
      const { seq, account, by, at, body } = entry;
      this.record = { ...this.record, last: { seq, account, by, at, body }, at: Math.max(this.record.at, at) };
    }
  }

  /** Counts an entry at the end of the log that the server's count does not hold yet. */
  count(entry: StoredEntry): void {
    if (entry.seq <= this.record.countedTo) return;
    this.record = {
      ...this.record,
      countedTo: entry.seq,
      unread: this.record.unread + (this.#isUnread(entry) ? 1 : 0),
    };
  }

  /** A deletion that the server's count does not know yet. */
  #uncount(target: StoredEntry, deletion: StoredEntry): void {
    if (deletion.seq <= this.record.countedTo || target.body.kind === 'deleted' || !this.#isUnread(target)) return;
    this.record = { ...this.record, unread: Math.max(0, this.record.unread - 1) };
  }

  #isUnread(entry: StoredEntry): boolean {
    return (
      entry.counts && entry.account !== this.#account && entry.seq > this.record.read && entry.body.kind !== 'emptied'
    );
  }

  async #read(key: string): Promise<Uint8Array | undefined> {
    return this.put.get(key) ?? (this.remove.has(key) ? undefined : await this.#storage.get(key));
  }
}

function silentIfNotShown({ body }: StoredEntry): StoredEntry['body'] {
  if (body.kind !== 'content') return body;
  const { type } = body.content;
  return type === 'text' || type === 'unknown' || type === 'file' || type === 'system' ? body : { kind: 'silent' };
}

const isAmendment = (content: Content): content is Amendment => content.type === 'edit' || content.type === 'reaction';

/** An edit without anything to be seen is none, and only an emoji is a reaction. */
const saysSomething = (amendment: Amendment): boolean =>
  amendment.type === 'edit' ? hasSomethingToSee(amendment.text) : isEmoji(amendment.emoji);

/** Only a text is edited, and only by the account that wrote it. What is no text yet may become one: pieces, or a key that is to come. */
function mayChange(entry: StoredEntry, { type }: Amendment, { account, body }: StoredEntry): boolean {
  if (type === 'edit' && account !== entry.account) return false;
  if (body.kind === 'content') return body.content.type === 'text';
  return body.kind === 'locked' || (body.kind === 'silent' && body.of === undefined);
}
