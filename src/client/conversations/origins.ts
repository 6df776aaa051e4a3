import { decodeCbor } from '../../crypto/encoding.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import type { Storage } from '../ports.ts';
import { keys } from '../storageKeys.ts';
import type { StoredEntry } from './records.ts';

/** What replies among the entries lead to outside of them, by message id; looked up, where it is not among the `known`. */
export async function findOrigins(
  storage: Storage,
  conversation: string,
  entries: readonly StoredEntry[],
  known: ReadonlyMap<string, StoredEntry> = new Map(),
): Promise<Map<string, StoredEntry>> {
  const origins = new Map<string, StoredEntry>();
  const here = new Set(entries.map(({ id }) => id));
  for (const { body } of entries) {
    if (body.kind !== 'content' || body.content.type !== 'text' || !body.content.reply) continue;
    const id = toBase64url(body.content.reply);
    if (here.has(id) || origins.has(id)) continue;
    const origin = known.get(id) ?? (await storedMessage(storage, conversation, id));
    if (origin) origins.set(id, origin);
  }
  return origins;
}

/** The entry of a message, if this device has it. */
export async function storedMessage(
  storage: Storage,
  conversation: string,
  id: string,
): Promise<StoredEntry | undefined> {
  const place = await storage.get(keys.message(conversation, id));
  const bytes = place && (await storage.get(keys.entry(conversation, decodeCbor(place) as number)));
  return bytes && (decodeCbor(bytes) as StoredEntry);
}
