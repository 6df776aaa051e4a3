import type { Page } from '@playwright/test';
import type { ConversationRecord, StoredEntry } from '../../src/client/conversations/records.ts';
import { keys } from '../../src/client/storageKeys.ts';
import { decodeCbor, encodeCbor } from '../../src/crypto/encoding.ts';
import { textOf } from './words.ts';

const BATCH = 5000;
/** A word that only the oldest of them says. */
export const FIRST = 'inthebeginning';

/** Short ones and long ones, as people write them; each begins with its number. */
const said = (seq: number): string =>
  `${seq === 1 ? `${FIRST} ` : ''}${seq} ${textOf(seq)
    .split(' ')
    .slice(0, 1 + ((seq * 7) % 12))
    .join(' ')}${seq % 23 === 0 ? `. ${textOf(seq + 1)}. ${textOf(seq + 2)}` : ''}`;

/**
 * Puts so many messages of the other into a conversation that this page's account has, as its client would have stored them:
 * below what was said there, which moves up behind them. The page must show nothing of it meanwhile.
 */
export async function seed(page: Page, conversation: string, count: number): Promise<{ oldest: string }> {
  const record = decodeCbor(fromText(await stored(page, keys.conversation(conversation)))) as ConversationRecord;
  const { last } = record;
  if (!last) throw new Error('nothing was said there');
  const now = Date.now();
  const message = (seq: number): StoredEntry => ({
    seq,
    account: last.account,
    device: 'seeded',
    at: now - (count - seq) * 60_000,
    counts: true,
    hash: `seeded-${seq}`,
    id: idOf(seq),
    counter: seq,
    previous: seq === 1 ? null : `seeded-${seq - 1}`,
    body: { kind: 'content', content: { type: 'text', text: said(seq), reply: null } },
  });
  for (let from = 1; from <= count; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, count - from + 1) }, (_, index) => message(from + index));
    await put(
      page,
      batch.flatMap((entry) => [
        [keys.entry(conversation, entry.seq), toText(encodeCbor(entry))],
        [keys.message(conversation, entry.id ?? ''), toText(encodeCbor(entry.seq))],
      ]),
    );
  }
  const { account, at, body } = message(count);
  const grown = { ...record, oldest: 1, cleared: 0, cursor: count, read: count, unread: 0, countedTo: count };
  await put(page, [
    [
      keys.conversation(conversation),
      toText(encodeCbor({ ...grown, last: { seq: count, account, at, body }, at: now })),
    ],
  ]);
  return { oldest: idOf(3) };
}

const idOf = (seq: number): string => `${seq}`.padStart(21, 'A').concat('A');
const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const fromText = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** A value as the client sealed it. */
const stored = (page: Page, key: string): Promise<string> => page.evaluate(`storedUnder(${JSON.stringify(key)})`);

const put = (page: Page, values: readonly (readonly string[])[]): Promise<void> =>
  page.evaluate(`putAll(${JSON.stringify(values)})`);

/** What the two above call in the page; to be there before it loads. It knows how a browser's storage is sealed. */
export const IN_PAGE = `
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const openStorage = async () => {
    const all = await indexedDB.databases();
    const { name } = all.find((one) => one.name.startsWith('waxwing.') && one.name.includes('.', 8));
    const database = await done(indexedDB.open(name));
    const key = await done(database.transaction('keys').objectStore('keys').get('key'));
    const additional = (of) => new TextEncoder().encode(name.slice(8) + '\\0' + of);
    return { database, key, parameters: (of, iv) => ({ name: 'AES-GCM', iv, additionalData: additional(of) }) };
  };
  globalThis.storedUnder = async (of) => {
    const { database, key, parameters } = await openStorage();
    const sealed = await done(database.transaction('values').objectStore('values').get(of));
    const opened = await crypto.subtle.decrypt(parameters(of, sealed.slice(0, 12)), key, sealed.slice(12));
    return new Uint8Array(opened).toBase64();
  };
  globalThis.putAll = async (values) => {
    const { database, key, parameters } = await openStorage();
    const sealed = await Promise.all(values.map(async ([of, value]) => {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const made = await crypto.subtle.encrypt(parameters(of, iv), key, Uint8Array.fromBase64(value));
      const whole = new Uint8Array(12 + made.byteLength);
      whole.set(iv);
      whole.set(new Uint8Array(made), 12);
      return [of, whole];
    }));
    const transaction = database.transaction('values', 'readwrite', { durability: 'relaxed' });
    for (const [of, value] of sealed) transaction.objectStore('values').put(value, of);
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = () => reject(transaction.error);
    });
    database.close();
  };
`;
