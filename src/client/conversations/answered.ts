import { decodeCbor } from '../../crypto/encoding.ts';
import type { Storage } from '../ports.ts';
import { keys } from '../storageKeys.ts';
import type { ConversationRecord, StoredEntry } from './records.ts';

const PAGE = 200;
/** It is not looked for further back than this: whoever wrote so much with no answer is one whom one may want to block. */
const PAGES = 10;

/** Whether the account has said something among these. */
export const isAmong = (entries: readonly StoredEntry[], account: string): boolean =>
  entries.some((entry) => entry.account === account && entry.counts);

/** Not everything is on this device, so that it may have answered. */
export const isPartly = ({ oldest, cleared }: ConversationRecord): boolean => oldest > cleared + 1 || cleared > 0;

/** Whether the account has written there, as far back as it is looked for. */
export async function isAnswered(storage: Storage, record: ConversationRecord, account: string): Promise<boolean> {
  const { conversation } = record;
  let end = keys.entry(conversation, record.cursor + 1);
  for (let pages = 0; pages < PAGES; pages++) {
    const page = await storage.range(keys.entry(conversation, 0), end, { last: true, limit: PAGE });
    const entries = page.map(([, bytes]) => decodeCbor(bytes) as StoredEntry);
    if (isAmong(entries, account)) return true;
    if (page.length < PAGE) return false;
    end = page.at(-1)?.[0] ?? end;
  }
  return false;
}
