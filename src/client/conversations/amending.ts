import { decodeCbor } from '../../crypto/encoding.ts';
import { isTold } from '../../protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { isEmoji } from '../../protocol/emoji.ts';
import { limits } from '../../protocol/limits.ts';
import { hasSomethingToSee } from '../../protocol/unseen.ts';
import type { OwnAccount } from '../account/own.ts';
import type { Version } from '../api.ts';
import { Failed } from '../outcome.ts';
import type { Storage } from '../ports.ts';
import { keys } from '../storageKeys.ts';
import { type StoredEdit, type StoredEdits, standing } from './amendments.ts';
import type { Outbox } from './outbox.ts';
import { sizeOf } from './pieces.ts';
import type { OutboxItem, StoredEntry } from './records.ts';
import type { ConversationTable } from './table.ts';

interface Deps {
  readonly storage: Storage;
  readonly own: OwnAccount;
  readonly table: ConversationTable;
  readonly outbox: Outbox;
}

type Text = StoredEntry & { readonly body: { readonly kind: 'content'; readonly content: { readonly type: 'text' } } };

/** What people change of messages that are there: one's own words, and the emoji on anybody's. */
export class Amending {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** @throws Failed forbidden, not_found, too_large, invalid */
  async edit(conversation: string, key: string, text: string): Promise<void> {
    const { own, outbox } = this.#deps;
    const entry = await this.#text(conversation, key);
    if (entry.account !== own.account) throw new Failed('forbidden');
    if (!hasSomethingToSee(text)) throw new Failed('invalid');
    if (sizeOf(text) > limits.messageText) throw new Failed('too_large');
    const waiting = this.#waiting(conversation, key, 'edit');
    const stale = waiting.filter((item) => outbox.neverWent(item) || item.failure !== null);
    const going = waiting.filter((item) => !stale.includes(item)).at(-1);
    const now = going?.content.type === 'edit' ? going.content.text : textOf(entry);
    if (now === text && stale.length === 0) return;
    const content = { type: 'edit', target: fromBase64url(key), text } as const;
    await outbox.amend(conversation, stale, now === text ? null : content);
  }

  /** Offline only where it ends goes out. @throws Failed forbidden, not_found, invalid */
  async react(conversation: string, key: string, emoji: string, on: boolean): Promise<void> {
    const { own, outbox } = this.#deps;
    if (!isEmoji(emoji)) throw new Failed('invalid');
    const { reactions } = await this.#text(conversation, key);
    const waiting = this.#waiting(conversation, key, 'reaction').filter(
      ({ content }) => content.type === 'reaction' && content.emoji === emoji,
    );
    const stale = waiting.filter((item) => outbox.neverWent(item));
    const going = waiting.filter((item) => !stale.includes(item)).at(-1);
    const stored = reactions?.find((one) => one.account === own.account && one.emoji === emoji);
    const isOn = going?.content.type === 'reaction' ? !going.content.remove : stored?.removed === false;
    if (isOn === on && stale.length === 0) return;
    const content = { type: 'reaction', target: fromBase64url(key), emoji, remove: !on } as const;
    await outbox.amend(conversation, stale, isOn === on ? null : content);
  }

  /** What a message has said, oldest first. @throws Failed not_found */
  async versions(conversation: string, key: string): Promise<Version[]> {
    const entry = await this.#text(conversation, key);
    const known = await editsStored(this.#deps.storage, conversation, key, entry.account);
    const original = { text: known?.original ?? textOf(entry), at: entry.at };
    return [original, ...standing(known?.edits ?? []).map(({ text, at }) => ({ text, at }))];
  }

  async #text(conversation: string, key: string): Promise<StoredEntry> {
    const { storage, table, outbox } = this.#deps;
    const { kind } = await table.need(conversation);
    if (isTold(kind) || kind === 'contact') throw new Failed('forbidden');
    await outbox.back(conversation, key);
    const entry = await entryNamed(storage, conversation, key);
    if (!isText(entry) || !Number.isInteger(entry.seq)) throw new Failed('not_found');
    return entry;
  }

  #waiting(conversation: string, key: string, type: 'edit' | 'reaction'): OutboxItem[] {
    return this.#deps.outbox
      .items(conversation)
      .filter(({ content }) => content.type === type && 'target' in content && toBase64url(content.target) === key);
  }
}

/** @throws Failed not_found */
export async function entryNamed(storage: Storage, conversation: string, id: string): Promise<StoredEntry> {
  const place = await storage.get(keys.message(conversation, id));
  const bytes = place && (await storage.get(keys.entry(conversation, decodeCbor(place) as number)));
  if (!bytes) throw new Failed('not_found');
  return decodeCbor(bytes) as StoredEntry;
}

/** The edits of a message that are known here. */
export async function editsOf(
  storage: Storage,
  conversation: string,
  id: string,
  account: string,
): Promise<readonly StoredEdit[]> {
  return (await editsStored(storage, conversation, id, account))?.edits ?? [];
}

async function editsStored(
  storage: Storage,
  conversation: string,
  id: string,
  account: string,
): Promise<StoredEdits | null> {
  const bytes = await storage.get(keys.edits(conversation, id, account));
  return bytes ? (decodeCbor(bytes) as StoredEdits) : null;
}

const isText = (entry: StoredEntry): entry is Text =>
  entry.body.kind === 'content' && entry.body.content.type === 'text';

const textOf = ({ body }: StoredEntry): string =>
  body.kind === 'content' && body.content.type === 'text' ? body.content.text : '';
