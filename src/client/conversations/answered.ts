import { decodeCbor } from '../../crypto/encoding.ts';
import type { Storage } from '../ports.ts';
import { keys } from '../storageKeys.ts';
import type { ConversationRecord, StoredEntry } from './records.ts';

const PAGE = 200;

/** Whether the account has ever written there; also where not everything is on this device, so that it may have. */
export async function isAnswered(storage: Storage, record: ConversationRecord, account: string): Promise<boolean> {
  if (record.oldest > record.cleared + 1 || record.cleared > 0) return true;
  const { conversation } = record;
  let end = keys.entry(conversation, record.cursor + 1);
  for (;;) {
    const page = await storage.range(keys.entry(conversation, 0), end, { last: true, limit: PAGE });
    const entries = page.map(([, bytes]) => decodeCbor(bytes) as StoredEntry);
    if (entries.some((entry) => entry.account === account && entry.counts)) return true;
    if (page.length < PAGE) return false;
    end = page.at(-1)?.[0] ?? end;
  }
}
