import { type ConversationKind, isOfServer, isTold } from '../../../protocol/api/conversations.ts';
import { toBase64url } from '../../../protocol/base64url.ts';
import type { ServerFrame } from '../../../protocol/socket.ts';
import { limits } from '../../../protocol/limits.ts';
import { PROTOCOL } from '../../../protocol/version.ts';
import { type Access, requireDevice } from '../access.ts';
import { logsInTurns } from '../inTurns.ts';
import type {
  AccountNo,
  AccountStore,
  Clock,
  ConversationStore,
  DeviceNo,
  FollowerStore,
  KeyStore,
  LogStore,
  WakeUp,
} from '../ports.ts';
import type { DeviceSession, Sessions } from '../sessions.ts';
import type { Online } from '../online.ts';
import { createFanOut } from './fanOut.ts';
import type { Fresh } from './fresh.ts';
import { createLooking } from './looking.ts';
import { createPresence } from './presence.ts';
import { newReader, type Encode, type Line, type Reader, type Track } from './reader.ts';
import { createReaders, type Readers } from './readers.ts';
import { createStreamNews } from './streamNews.ts';
import { createTimers } from './timers.ts';

interface Given {
  readonly incarnation: string;
  readonly accounts: AccountStore;
  readonly keys: Pick<KeyStore, 'devices' | 'chain'>;
  readonly conversations: ConversationStore;
  readonly followers: Pick<FollowerStore, 'followedBy'>;
  readonly log: LogStore;
  readonly fresh: Fresh;
  readonly access: Access;
  readonly sessions: Sessions;
  readonly online: Online;
  readonly clock: Clock;
  readonly encode: Encode;
  /** Calls back once what goes on at present is done. */
  readonly soon: (callback: () => void) => void;
  readonly failed: (error: unknown) => void;
}

/** Everyone is looked after once in so many milliseconds, in case a wake-up was lost or a session has ended. */
const ROUND = 60_000;
const STEP = 1000;
/** A socket that stays open keeps its session alive. */
const TOUCH_EVERY = 10 * 60_000;

export type Delivery = ReturnType<typeof createDelivery>;

/** From the store to every open line: what was missed, then what comes. Wake-ups only say where to look. */
export function createDelivery(given: Given) {
  const { accounts, conversations, access, sessions, online, clock, encode, failed } = given;
  const needTick = gather(
    given.soon,
    async () => {
      await fanOut.bringWoken();
      readers.flush();
    },
    failed,
  );
  const readers = createReaders(encode, online, needTick);
  const fanOut = createFanOut({ ...given, readers, needTick });
  const timers = createTimers(clock);
  const rechecking = { readers, sessions, keys: given.keys };
  const streamNews = createStreamNews({ followers: given.followers, readers, timers, failed });
  const looking = createLooking({ access, online, readers });
  const presence = createPresence({ accounts, online, readers, looking, timers, clock, failed });

  const lookAfter = async (reader: Reader): Promise<void> => {
    await sessions.touch(reader.session, TOUCH_EVERY);
    await recheck(rechecking, reader);
    await streamNews.look(reader);
    for await (const { log, conversation, kind, seq } of logsInTurns(conversations, reader.session.account.no, clock)) {
      if (kind !== 'line' && seq > (reader.tracks.get(log)?.cursor ?? 0)) fanOut.wake(reader, log, conversation, seq);
    }
  };
  let step = 0;
  timers.every(
    'round',
    STEP,
    async () => {
      step = (step + 1) % (ROUND / STEP);
      const due = readers.all().filter((_, at) => at % (ROUND / STEP) === step);
      await Promise.all(due.map((reader) => lookAfter(reader).catch(failed)));
    },
    failed,
  );
  timers.every('beat', limits.heartbeat, async () => readers.send(readers.all(), { ev: 'beat' }), failed);

  const greet = async (reader: Reader, cursors: ReadonlyMap<string, number>): Promise<void> => {
    const { behind, moved } = await setTracks(reader, given, cursors);
    for (const conversation of moved) readers.send(reader, { ev: 'conversation', conversation });
    await streamNews.look(reader);
    const early = reader.early ?? [];
    reader.early = null;
    for (const [log, { conversation, seq }] of early) fanOut.wake(reader, log, conversation, seq);
    for (const track of behind) await fanOut.catchUp(reader, track);
    readers.send(reader, { ev: 'live' });
    await presence.tell(reader);
    presence.changed();
  };

  return {
    presence: presence.counts,
    /** Somebody came or went at another door. */
    presenceChanged: presence.changed,
    /** Whether that device has an open line. */
    listens: (account: AccountNo, device: DeviceNo): boolean =>
      readers.of([account]).some(({ session }) => session.device.no === device),
    send: (reader: Reader, frame: ServerFrame): void => readers.send(reader, frame),
    /** Its person looks at these conversations: whether the other of each is online. */
    look: (reader: Reader, conversations: readonly string[]): Promise<void> => looking.look(reader, conversations),

    heard(wakeUp: WakeUp): void {
      switch (wakeUp.about) {
        case 'log': {
          const { log, conversation, seq, members } = wakeUp;
          for (const reader of readers.of(members)) fanOut.wake(reader, log, conversation, seq);
          // Also when nobody listens: nothing that was kept for this tick outlives it.
          return needTick();
        }
        case 'rights': {
          const concerned = wakeUp.no === null ? readers.all() : readers.of([wakeUp.no]);
          for (const reader of concerned) recheck(rechecking, reader).catch(failed);
          return;
        }
        case 'stream':
        case 'stream read':
        case 'followers':
          return streamNews.heard(wakeUp);
        case 'machine':
        case 'rules':
          return;
        case 'account':
          presence.changed();
          break;
        case 'conversation':
          if (wakeUp.ended) fanOut.leave(readers.of(wakeUp.members), wakeUp.conversation);
          break;
        default:
      }
      tell(given, readers, wakeUp).catch(failed);
    },

    /** Greets the device and brings it up to date; from then on it hears everything that its account may. */
    attach(session: DeviceSession, line: Line, cursors: ReadonlyMap<string, number>): Reader {
      const reader = newReader(session, line);
      readers.add(reader);
      readers.send(reader, { ev: 'welcome', protocol: PROTOCOL, incarnation: given.incarnation, at: clock.now() });
      greet(reader, cursors).catch((error: unknown) => {
        failed(error);
        readers.drop(reader, 'unavailable');
      });
      return reader;
    },

    detach(reader: Reader): void {
      if (reader.open) readers.remove(reader);
      streamNews.left(reader);
      presence.changed();
    },

    /** Says good-bye to everyone. */
    close(): void {
      timers.stop();
      for (const reader of readers.all()) readers.drop(reader, 'unavailable');
    },
  };
}

type Rechecking = Pick<Given, 'sessions' | 'keys'> & { readonly readers: Readers };

/** Asked for any number of times, the work is done once soon, and never twice at a time. */
function gather(soon: Given['soon'], work: () => Promise<void>, failed: (error: unknown) => void): () => void {
  let asked = false;
  let working = false;
  const run = (): void => {
    asked = false;
    working = true;
    work()
      .catch(failed)
      .finally(() => {
        working = false;
        if (asked) soon(run);
      });
  };
  return () => {
    if (!asked && !working) soon(run);
    asked = true;
  };
}

type Reading = Pick<Given, 'conversations' | 'clock'>;

/**
 * Where each log stands for this reader: at what its device says, else at what it had delivered, and never in what was
 * cleared. Answers those that are behind, and what the list that the device had read before did not tell: rooms that were
 * joined since, and what the account is in no more.
 */
async function setTracks(
  reader: Reader,
  { conversations, clock }: Reading,
  cursors: ReadonlyMap<string, number>,
): Promise<{ behind: Track[]; moved: string[] }> {
  const { account, device } = reader.session;
  // Who names none has read no list, and who names the most has more than that.
  const isWhole = cursors.size > 0 && cursors.size < limits.cursorsPerHello;
  const left = new Set(cursors.keys());
  const joined: string[] = [];
  const delivered = await conversations.deviceCursors(device.no);
  for await (const { log, conversation, kind, seq: head, cleared } of logsInTurns(conversations, account.no, clock)) {
    if (kind === 'line') continue;
    const stored = cursors.get(conversation) ?? delivered.get(log) ?? beginning(kind, head);
    const cursor = Math.max(Math.min(stored, head), cleared);
    reader.tracks.set(log, { log, conversation, cursor, head, busy: cursor < head });
    if (!left.delete(conversation) && kind === 'room' && isWhole) joined.push(conversation);
  }
  return { behind: [...reader.tracks.values()].filter(({ busy }) => busy), moved: [...joined, ...left] };
}

/**
 * Where a log begins for a device that says nothing of it: it may hold what came since the device read its list, and be heard
 * of in no other way.
 */
function beginning(kind: ConversationKind, head: number): number {
  if (kind === 'room') return head;
  return isTold(kind) ? Math.max(0, head - limits.entriesPage) : 0;
}

/** A session may have ended, its device have been removed, or its account's role have changed. */
async function recheck({ readers, sessions, keys }: Rechecking, reader: Reader): Promise<void> {
  const { tokenHash, account, device } = reader.session;
  const session = await sessions.byHash(tokenHash);
  if (session?.device?.device === device.device) {
    reader.session = requireDevice(session);
    return;
  }
  const devices = await keys.devices(account.no);
  const removed = devices.every((each) => each.no !== device.no || each.state === 'removed');
  if (!removed) return readers.drop(reader, 'unauthenticated');
  // It believes a removal that its owner signed, and no word of the server's.
  const chain = await keys.chain(account.no, 0);
  const entries = chain.slice(-limits.removalEntries).map(({ entry }) => toBase64url(entry));
  readers.send(reader, { ev: 'removed', entries });
  readers.drop(reader, 'device_required');
}

type News = Extract<WakeUp, { about: 'cursor' | 'conversation' | 'account' | 'chain' }>;

async function tell(reading: Reading, readers: Readers, news: News): Promise<void> {
  switch (news.about) {
    case 'cursor': {
      const { conversation, account, delivered, read } = news;
      return readers.send(readers.of(news.members), { ev: 'cursor', conversation, account, delivered, read });
    }
    case 'conversation':
      return readers.send(readers.of(news.members), { ev: 'conversation', conversation: news.conversation });
    case 'account':
      return readers.send(readers.of([news.no]), { ev: 'account' });
    case 'chain': {
      const contacts = await contactsOf(reading, news.no);
      return readers.send(readers.of(contacts), { ev: 'chain', account: news.account, number: news.number });
    }
  }
}

/** The account itself, and everyone with whom it shares a conversation. */
async function contactsOf({ conversations, clock }: Reading, account: AccountNo): Promise<AccountNo[]> {
  const contacts = new Set([account]);
  for await (const { conversation, kind } of logsInTurns(conversations, account, clock)) {
    if (kind === 'line' || isOfServer(kind)) continue;
    const found = await conversations.members(conversation);
    for (const member of found?.members ?? []) contacts.add(member);
  }
  return [...contacts];
}
