import { decodeCbor } from '../../crypto/encoding.ts';
import { listEntries } from '../../protocol/api/conversations.ts';
import { limits } from '../../protocol/limits.ts';
import type { ConversationRecord, StoredEntry } from '../conversations/records.ts';
import type { Storage } from '../ports.ts';
import type { Server } from '../server.ts';
import { keys } from '../storageKeys.ts';

/** The newest entry that the server has and that is the same here, by its hash: up to there both have one log. 0: there is none. */
export async function forkOf(
  { conversation, cursor, oldest }: ConversationRecord,
  head: number,
  { server, storage }: { readonly server: Server; readonly storage: Storage },
): Promise<number> {
  for (let below = Math.min(cursor, head) + 1; below > oldest;) {
    const query = { before: below, limit: limits.entriesPage };
    const { entries } = await server.call(listEntries, { params: { conversation }, query });
    const first = entries[0]?.seq ?? 0;
    const known = await hashes(storage, conversation, first, below);
    const same = entries.findLast(({ seq, hash }) => known.get(seq) === hash);
    if (same) return same.seq;
    if (first === 0) return 0;
    below = first;
  }
  return Math.min(head, Math.max(0, oldest - 1));
}

async function hashes(
  storage: Storage,
  conversation: string,
  from: number,
  below: number,
): Promise<ReadonlyMap<number, string>> {
  const found = await storage.range(keys.entry(conversation, from), keys.entry(conversation, below));
  return new Map(found.map(([, bytes]) => decodeCbor(bytes) as StoredEntry).map(({ seq, hash }) => [seq, hash]));
}
