import { type Conversation, listConversations } from '../../protocol/api/conversations.ts';
import { limits } from '../../protocol/limits.ts';
import { storedAccount } from '../account/current.ts';
import { unreadOf } from '../conversations/inboxRows.ts';
import type { ConversationRecord } from '../conversations/records.ts';
import { LoggedIn } from '../loggedIn.ts';
import { Failed } from '../outcome.ts';
import type { Clock, Http, Platform, Sockets, Storage, Storages } from '../ports.ts';
import { Refused, Server } from '../server.ts';
import { keys } from '../storageKeys.ts';
import type { InboxRow, QuietHours, RoomRow } from '../views.ts';
import { Unwritten } from './unwritten.ts';

/** What somebody sees who looks in and leaves everything as it was. */
export interface Look {
  readonly username: string;
  /** Without what waits to be sent. */
  readonly inbox: readonly InboxRow[];
  readonly rooms: readonly RoomRow[];
  readonly unread: number;
  readonly quietHours: QuietHours | null;
  /** Conversations in which something is shown that came since. */
  readonly news: ReadonlySet<string>;
  /** How far that is, in each conversation where something came: told again, the next look finds it no more. */
  readonly told: Told;
  /** False: something came that could not be fetched, or not be opened. */
  readonly isWhole: boolean;
}

/** The newest place in the log of each conversation of which the person was told. */
export type Told = Readonly<Record<string, number>>;

interface Surroundings extends Pick<Platform, 'http' | 'random'> {
  /** Only read. */
  readonly storages: Pick<Storages, 'open'>;
  readonly now: () => number;
}

/** So many conversations are looked into, those where something came last, and so many entries at the end of each: a long text is whole. */
const MOST = 20;
const LATEST = 40;
/** No server keeps a device reading for ever. */
const MOST_PAGES = (2 * limits.conversationsPerAccount) / limits.conversationsPage;

/**
 * Fetches and opens what came to this device while its client does not run. Nothing of it stays here, and nobody hears of it:
 * storages are only read, and of the server only questions are asked. So it may run beside a client, and the next client finds
 * everything as the one before has left it.
 * @returns null where nobody is logged in on this device any more
 * @throws Error where it cannot be looked
 */
export async function look({ http, storages, random, now }: Surroundings, told: Told): Promise<Look | null> {
  const unwritten = new Unwritten((name) => storages.open(name));
  const asking = questionsOf(http);
  const server = new Server(asking);
  try {
    const stored = await storedAccount(unwritten, server);
    if (stored === null) return null;
    const platform = {
      http: asking,
      sockets: none,
      storages: unwritten,
      clock: withoutTimers(now),
      random,
      deviceLabel: '',
    };
    const account = new LoggedIn({
      ...stored,
      server,
      platform,
      messageDays: () => null,
      keepsAll: () => false,
      changed: () => undefined,
      ended: () => undefined,
    });
    await account.load();
    return await lookAs(account, server, stored.storage, told);
  } catch (error) {
    if (error instanceof Refused && (error.code === 'unauthenticated' || error.code === 'device_required')) return null;
    throw error;
  } finally {
    await unwritten.close();
  }
}

async function lookAs(account: LoggedIn, server: Server, storage: Storage, told: Told): Promise<Look | null> {
  const { own, table, shared } = account;
  await own.refresh();
  if (!own.isLive) return null;
  const cursors = new Map(table.all().map(({ conversation, cursor }) => [conversation, cursor]));
  const isNew = (conversation: string, seq: number): boolean =>
    seq > Math.max(cursors.get(conversation) ?? 0, told[conversation] ?? 0);
  const listed = await list(account, server, await storage.get(keys.incarnation));
  await hearOwn(account, listed);
  const came = listed.filter(({ conversation, head, unread }) => unread > 0 && isNew(conversation, head.seq));
  const closed = await open(account, came, isNew);
  const rows = account.received();
  const news = table.all().filter(({ conversation, last }) => last !== null && isNew(conversation, last.seq));
  const [locked, opened] = [news.filter(isLocked), news.filter((record) => !isLocked(record))];
  return {
    username: own.self.username,
    ...rows,
    unread: unreadOf(rows.inbox),
    quietHours: shared.notifying.quietHours(),
    news: new Set(opened.map(({ conversation }) => conversation)),
    told: toldOf(listed, cursors, closed),
    isWhole: closed.size === 0 && locked.length === 0,
  };
}

/** All that the server lists, taken in. @throws Failed where places in logs are not those that are known here */
async function list({ table }: LoggedIn, server: Server, known: Uint8Array | undefined): Promise<Conversation[]> {
  const listed: Conversation[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await server.call(listConversations, { query: { after } });
    if (known && new TextDecoder().decode(known) !== page.incarnation) throw new Failed('keys_do_not_match');
    for (const served of page.conversations) {
      // One whose members are not true is left as it was.
      const isTaken = await table.merge(served).then(
        () => true,
        () => false,
      );
      if (isTaken) listed.push(served);
    }
    if (page.next === null) break;
    after = page.next;
  }
  return listed;
}

/** What the account's devices have said meanwhile of whom and what it wants to hear counts already. */
async function hearOwn({ receiving, shared, table }: LoggedIn, listed: readonly Conversation[]): Promise<void> {
  const served = listed.find(({ conversation }) => conversation === shared.log.id);
  const cursor = table.get(shared.log.id)?.cursor ?? 0;
  if (served && served.head.seq > cursor) await receiving.latest(served.conversation, served.head.seq, Infinity);
}

const isLocked = ({ last }: ConversationRecord): boolean => last?.body.kind === 'locked';

/** Answers where that did not succeed, or where what was fetched shows nothing new, and more was passed over. */
async function open(
  { people, receiving, shared, table }: LoggedIn,
  came: readonly Conversation[],
  isNew: (conversation: string, seq: number) => boolean,
): Promise<Set<string>> {
  const { blocking, notifying } = shared;
  const isWanted = ({ conversation, kind, members }: Conversation): boolean =>
    notifying.of(conversation, kind).level !== 'none' &&
    (kind !== 'direct' || !members.some(({ account }) => blocking.isBlocked(account)));
  const wanted = came.filter(isWanted).toSorted((a, b) => b.head.at - a.head.at);
  const closed = new Set<string>();
  const openOne = async ({ conversation, head, members }: Conversation): Promise<void> => {
    for (const member of members) await people.called(member);
    await receiving.latest(conversation, head.seq, LATEST).catch(() => closed.add(conversation));
    const { oldest = 0, last = null } = table.get(conversation) ?? {};
    if (isNew(conversation, oldest - 1) && !isNew(conversation, last?.seq ?? 0)) closed.add(conversation);
  };
  await Promise.all(wanted.slice(0, MOST).map(openOne));
  return closed;
}

/** Nothing of what is here already or was read: so it has no more places than there are conversations with something unread. */
function toldOf(
  listed: readonly Conversation[],
  cursors: ReadonlyMap<string, number>,
  closed: ReadonlySet<string>,
): Told {
  const told = listed.filter(
    ({ conversation, head, unread }) =>
      unread > 0 && head.seq > (cursors.get(conversation) ?? 0) && !closed.has(conversation),
  );
  return Object.fromEntries(told.map(({ conversation, head }) => [conversation, head.seq]));
}

/** The server is asked, and told nothing. */
const questionsOf = (http: Http): Http => ({
  async request(method, path, body) {
    if (method !== 'GET') throw new Error(`${method} ${path}: whoever looks tells nothing`);
    return http.request(method, path, body);
  },
});

const none: Sockets = {
  open() {
    throw new Error('whoever looks listens to nothing');
  },
};

/** What is to be done later is for the next client. */
const withoutTimers = (now: () => number): Clock => ({ now, after: () => () => undefined });
