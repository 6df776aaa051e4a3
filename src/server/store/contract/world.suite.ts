import crypto from 'node:crypto';
import type { Vault } from '../../../protocol/api/keys.ts';
import { LOG_GENESIS, logLink } from '../../../protocol/log.ts';
import type {
  AccountNo,
  Appended,
  AuditDraft,
  ChainAppend,
  DeviceNo,
  EntryDraft,
  LogNo,
  NewAccount,
  OwnConversation,
  OwnLog,
  Store,
} from '../../core/ports.ts';

/** What a store has to bring so that the contract can be checked against it. */
export interface StoreUnderTest {
  /** Opens the same store again and again: what was stored is there. */
  open(): Promise<Store>;
  /** Opens what would be there if the process had been killed now. */
  openAsKilled(): Promise<Store>;
  /** Every byte that the store keeps anywhere. */
  bytes(): Buffer;
  discard(): Promise<void>;
}

export type StoreFactory = () => Promise<StoreUnderTest>;

/** The store that a test speaks to: opened anew for each. */
export interface Given {
  readonly store: Store;
  readonly under: StoreUnderTest;
}

export interface Person {
  readonly no: AccountNo;
  readonly device: DeviceNo;
  readonly account: string;
  readonly username: string;
  readonly deviceId: string;
}

export const random = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(crypto.randomBytes(length));
export const id = (): string => Buffer.from(random(32)).toString('base64url');
export const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(crypto.createHash('sha256').update(bytes).digest());
export const text = (words: string): Uint8Array => new TextEncoder().encode(words);

export const audit = (what: string): AuditDraft => ({
  at: 1000,
  who: 'tester',
  what,
  subject: 'subject',
  from: '127.0.0.1',
});

export const vault = (version: number, mark = 'vault'): Vault => ({
  version,
  sealed: `${mark}-sealed`,
  passwordWrap: `${mark}-password`,
  recoveryWrap: `${mark}-recovery`,
  recoveryKey: `${mark}-key`,
});

export function newAccount(username: string, more: Partial<NewAccount> = {}): NewAccount {
  return {
    account: id(),
    username,
    displayName: username.toUpperCase(),
    role: 'member',
    state: 'active',
    device: { device: id(), label: 'laptop' },
    opaqueRecord: `record of ${username}`,
    created: { number: 1, entry: text(`created ${username}`), hash: sha256(text(username)) },
    accountKey: { generation: 1, seeds: [{ recipient: 'vault', sealed: 'seed-for-vault' }], link: null },
    vault: vault(1),
    link: null,
    most: null,
    setRegistration: null,
    at: 1000,
    audit: audit(`register ${username}`),
    ...more,
  };
}

export async function person(store: Store, username: string, more: Partial<NewAccount> = {}): Promise<Person> {
  const draft = newAccount(username, more);
  const created = await store.accounts.create(draft);
  if (typeof created === 'string') throw new Error(created);
  return { ...created, account: draft.account, username, deviceId: draft.device.device };
}

export interface Talk {
  readonly log: LogNo;
  readonly conversation: string;
  readonly anna: Person;
  readonly bert: Person;
}

/** A direct conversation, in clear unless said otherwise, that Anna began. */
export async function talk(store: Store, { sealed = false } = {}): Promise<Talk> {
  const anna = await person(store, `anna-${id().slice(0, 8).toLowerCase()}`);
  const bert = await person(store, `bert-${id().slice(0, 8).toLowerCase()}`);
  const conversation = id();
  await store.conversations.createDirect({ conversation, starter: anna.no, other: bert.no, sealed, at: 1000 });
  const found = await store.conversations.members(conversation);
  if (!found) throw new Error('the conversation is not there');
  return { log: found.log, conversation, anna, bert };
}

export function draft({ log }: { log: LogNo }, by: Person, more: Partial<EntryDraft> = {}): EntryDraft {
  return {
    log,
    account: by.no,
    device: by.device,
    messageId: random(16),
    counts: true,
    payload: text(`a message ${id()}`),
    at: 2000,
    epochHash: null,
    empties: null,
    ...more,
  };
}

export async function append(
  store: Store,
  where: { log: LogNo },
  by: Person,
  more: Partial<EntryDraft> = {},
): Promise<Appended> {
  const appended = await store.log.append(draft(where, by, more));
  if (typeof appended === 'string') throw new Error(appended);
  return appended;
}

export function chainAppend(of: Person, number: number, more: Partial<ChainAppend> = {}): ChainAppend {
  return {
    account: of.no,
    entry: { number, entry: text(`entry ${number}`), hash: sha256(text(`${of.username} ${number}`)) },
    accountKey: null,
    addDevice: null,
    session: null,
    removeDevices: [],
    passEpochs: false,
    vault: null,
    at: 3000,
    audit: audit(`chain ${number}`),
    ...more,
  };
}

type NewEpoch = Parameters<Store['log']['addEpoch']>[0];

export function epoch(
  where: Talk,
  number: number,
  previous: Uint8Array | null,
  more: Partial<NewEpoch> = {},
): NewEpoch {
  const { log, anna, bert } = where;
  return {
    log,
    account: anna.no,
    device: anna.device,
    number,
    previous,
    heads: [
      { account: anna.no, number: 1 },
      { account: bert.no, number: 1 },
    ],
    record: text(`epoch ${number} ${id()}`),
    slots: [
      { account: anna.no, sealed: `slot ${number} anna` },
      { account: bert.no, sealed: `slot ${number} bert` },
    ],
    at: 4000,
    ...more,
  };
}

export const logsOf = (store: Store, account: AccountNo): Promise<OwnLog[]> =>
  store.conversations.logsOf(account, { after: 0, limit: 100_000 });

export async function shownTo(store: Store, account: AccountNo): Promise<OwnConversation[]> {
  const page = await store.conversations.pageForMember(account, { after: null, limit: 100_000 });
  return page?.conversations ?? [];
}

/** Follows the log's hash chain from its beginning; answers how many entries there are. */
export async function followChain(store: Store, log: LogNo): Promise<number> {
  let chain: Uint8Array = LOG_GENESIS;
  const entries = await store.log.entries(log, { after: 0, limit: 100_000 });
  entries.forEach((entry, index) => {
    if (entry.seq !== index + 1) throw new Error(`entry ${index + 1} is missing`);
    if (entry.payload && !same(sha256(entry.payload), entry.hash)) throw new Error(`entry ${entry.seq} was altered`);
    const expected = sha256(logLink(chain, entry.seq, entry.hash));
    if (!same(expected, entry.chain)) throw new Error(`entry ${entry.seq} does not follow`);
    chain = entry.chain;
  });
  return entries.length;
}

export function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** Waits until it holds; a second chance every few milliseconds, for at most a minute. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('it never held');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
