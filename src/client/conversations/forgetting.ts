import { decodeCbor } from '../../crypto/encoding.ts';
import type { Changes, Storage } from '../ports.ts';
import { after, keys, lyingBeside } from '../storageKeys.ts';
import type { StoredEdits } from './amendments.ts';
import type { StoredPiece } from './pieces.ts';
import { type ConversationRecord, type Preview, type StoredEntry, type StoredReaction, isShown } from './records.ts';

/** How far back the inbox looks for something to show once the newest is gone. */
const TAIL = 200;

/**
 * What is deleted for this account goes off this device: `record` says up to where and which single entries, `before` what
 * was gone already. Answers the record with a preview that still stands, and what to remove with it.
 */
export async function forget(
  storage: Storage,
  before: Pick<ConversationRecord, 'cleared' | 'hidden'>,
  record: ConversationRecord,
): Promise<{ record: ConversationRecord; changes: Changes }> {
  const { conversation, cleared, hidden } = record;
  const single = hidden.filter((seq) => !before.hidden.includes(seq));
  const remove = [
    ...(cleared > before.cleared ? await keysThrough(storage, conversation, cleared) : []),
    ...(await Promise.all(single.map((seq) => keysOf(storage, conversation, seq)))).flat(),
  ];
  const gone = record.last && (record.last.seq <= cleared || hidden.includes(record.last.seq));
  return { record: gone ? { ...record, last: await newestShown(storage, record) } : record, changes: { remove } };
}

/** The keys of all entries up to `through`, of their message ids, and of what lies beside them. */
export async function keysThrough(storage: Storage, conversation: string, through: number): Promise<string[]> {
  const lying = await storage.range(keys.entry(conversation, 0), keys.entry(conversation, through + 1));
  const prefixes = Object.values(lyingBeside(conversation));
  const beside = (await Promise.all(prefixes.map((prefix) => storage.range(prefix, after(prefix))))).flat();
  return [
    ...lying.flatMap(([key, bytes]) => withId(conversation, key, bytes)),
    ...beside.filter(([key, bytes]) => isOfBefore(conversation, key, bytes, through)).map(([key]) => key),
  ];
}

/**
 * Whether this key holds words of an entry up to `through` that may not be here itself: a piece of a long text that never
 * became whole, or what was said of a message that this device had let go of. What is said of a message comes after it.
 */
export function isOfBefore(conversation: string, key: string, bytes: Uint8Array, through: number): boolean {
  const { pieces, edits, reactions } = lyingBeside(conversation);
  const isIn = ({ seq }: { readonly seq: number }): boolean => seq <= through;
  if (key.startsWith(pieces)) return isIn(decodeCbor(bytes) as StoredPiece);
  if (key.startsWith(reactions)) return (decodeCbor(bytes) as StoredReaction[]).some(isIn);
  if (!key.startsWith(edits)) return false;
  const stored = (decodeCbor(bytes) as StoredEdits).edits;
  return stored.length === 0 || stored.some(isIn);
}

async function keysOf(storage: Storage, conversation: string, seq: number): Promise<string[]> {
  const key = keys.entry(conversation, seq);
  const bytes = await storage.get(key);
  return bytes ? withId(conversation, key, bytes) : [];
}

function withId(conversation: string, key: string, bytes: Uint8Array): string[] {
  const entry = decodeCbor(bytes) as StoredEntry;
  const { id } = entry;
  return [key, ...(id === null ? [] : [keys.message(conversation, id)]), ...amendmentsOf(conversation, entry)];
}

/** Where what was said of a message lies, or what this says of another: what is deleted takes its earlier words along. */
export function amendmentsOf(conversation: string, { id, account, body }: StoredEntry): string[] {
  const of = body.kind === 'silent' && body.of !== undefined ? body.of : id;
  return of === null ? [] : [keys.edits(conversation, of, account), keys.reactions(conversation, of)];
}

async function newestShown(
  storage: Storage,
  { conversation, cleared, hidden }: ConversationRecord,
): Promise<Preview | null> {
  const from = keys.entry(conversation, cleared + 1);
  const tail = await storage.range(from, after(`entry/${conversation}/`), { last: true, limit: TAIL });
  const shown = tail
    .map(([, bytes]) => decodeCbor(bytes) as StoredEntry)
    .find(({ seq, body }) => isShown(body) && !hidden.includes(seq));
  if (!shown) return null;
  const { seq, account, by, at, body } = shown;
  return { seq, account, by, at, body };
}
