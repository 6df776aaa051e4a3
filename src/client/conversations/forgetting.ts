import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import type { Changes, Storage } from '../ports.ts';
import { after, keys } from '../storageKeys.ts';
import type { StoredEdits } from './amendments.ts';
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
  return lying.flatMap(([key, bytes]) => withId(conversation, key, bytes));
}

async function keysOf(storage: Storage, conversation: string, seq: number): Promise<string[]> {
  const key = keys.entry(conversation, seq);
  const bytes = await storage.get(key);
  return bytes ? withId(conversation, key, bytes) : [];
}

function withId(conversation: string, key: string, bytes: Uint8Array): string[] {
  const entry = decodeCbor(bytes) as StoredEntry;
  const { id } = entry;
  return [key, ...(id === null ? [] : [keys.message(conversation, id)]), ...besides(conversation, entry)];
}

/**
 * Where words lie beside an entry: its own as a piece of a long text that is not whole, what was said of it, or what it says of
 * another; what is deleted takes its earlier words along.
 */
export function besides(conversation: string, entry: StoredEntry): string[] {
  const { body } = entry;
  const piece = body.kind === 'silent' && body.piece !== undefined ? [body.piece] : [];
  return [...piece, ...amendmentsOf(conversation, entry)];
}

function amendmentsOf(conversation: string, { id, account, body }: StoredEntry): string[] {
  const of = body.kind === 'silent' && body.of !== undefined ? body.of : id;
  return of === null ? [] : [keys.edits(conversation, of, account), keys.reactions(conversation, of)];
}

/**
 * What goes with the first entries of a log, which come again when somebody wants them. Beside them stays what later ones say of
 * them, for those do not come again.
 */
export async function withoutThose(
  storage: Storage,
  conversation: string,
  going: readonly StoredEntry[],
): Promise<{ put: [string, Uint8Array][]; remove: string[] }> {
  const through = going.at(-1)?.seq ?? 0;
  const isLater = ({ seq }: { readonly seq: number }): boolean => seq > through;
  const put: [string, Uint8Array][] = [];
  const remove = going.flatMap(({ seq, id, body }) => [
    keys.entry(conversation, seq),
    ...(id === null ? [] : [keys.message(conversation, id)]),
    ...(body.kind === 'silent' && body.piece !== undefined ? [body.piece] : []),
  ]);
  const amended = new Set(going.filter(isOfText).flatMap((entry) => amendmentsOf(conversation, entry)));
  for (const key of amended) {
    const bytes = await storage.get(key);
    const said = bytes && (decodeCbor(bytes) as StoredEdits | readonly StoredReaction[]);
    if (said === undefined) continue;
    const left = ('edits' in said ? said.edits : said).filter(isLater);
    if (left.length === 0) remove.push(key);
    else put.push([key, encodeCbor('edits' in said ? { original: null, edits: left } : left)]);
  }
  return { put, remove };
}

/** A text, or what is said of one. */
const isOfText = ({ body }: StoredEntry): boolean =>
  body.kind === 'silent' ? body.of !== undefined : body.kind === 'content' && body.content.type === 'text';

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
