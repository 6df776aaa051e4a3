import { decodeCbor } from '../../crypto/encoding.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import type { Storage } from '../ports.ts';
import { keys } from '../storageKeys.ts';
import type { StoredEntry } from './records.ts';

/** Looks up what replies among the entries lead to outside of them, and adds it to `origins`, by message id. */
export async function findOrigins(
  storage: Storage,
  conversation: string,
  entries: readonly StoredEntry[],
  origins: Map<string, StoredEntry>,
): Promise<void> {
  const here = new Set(entries.map(({ id }) => id));
  for (const { body } of entries) {
    if (body.kind !== 'content' || body.content.type !== 'text' || !body.content.reply) continue;
    const id = toBase64url(body.content.reply);
    if (here.has(id) || origins.has(id)) continue;
    const place = await storage.get(keys.message(conversation, id));
    const bytes = place && (await storage.get(keys.entry(conversation, decodeCbor(place) as number)));
    if (bytes) origins.set(id, decodeCbor(bytes) as StoredEntry);
  }
}
