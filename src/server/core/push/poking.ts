import type {
  AccountNo,
  Clock,
  ConversationStore,
  DeviceNo,
  LogNo,
  OwnConversation,
  PushService,
  PushStore,
  StoredPushSubscription,
  WakeUp,
} from '../ports.ts';
import { recentlyUsed } from '../recentlyUsed.ts';
import type { Sessions } from '../sessions.ts';

/** What comes together is one poke, and what is read at once elsewhere is none. */
const GATHER = 1000;
/** A device is poked once in so many milliseconds; longer and longer where its service does not take it. */
const PAUSE = 10_000;
const LONGEST_PAUSE = 3600_000;
/** So many accounts are looked after in one go, and then others have a turn. */
const AT_A_TIME = 20;
const BREATH = 10;
/** Accounts that wait to be looked after, conversations of each, and pokes that wait to go out; past that one is left out. */
const MOST_WAITING = 10_000;
const MOST_LOGS = 100;
const MOST_LEAVING = 1000;
/** Pokes on their way at a time. */
const AT_ONCE = 8;
const REMEMBERED = 50_000;

interface Given {
  readonly push: PushStore;
  /** Null: nobody is poked from here. */
  readonly service: PushService | null;
  readonly conversations: Pick<ConversationStore, 'forMember'>;
  readonly sessions: Pick<Sessions, 'byHash'>;
  /** Whether that device has an open line: then it hears of everything by itself. */
  readonly listens: (account: AccountNo, device: DeviceNo) => boolean;
  readonly clock: Clock;
  readonly failed: (error: unknown) => void;
}

/** Where something came for an account, and when to look whether that is still unread. */
interface Waiting {
  readonly conversations: Map<LogNo, string>;
  readonly due: number;
}

interface Pause {
  readonly until: number;
  readonly length: number;
}

export type Poking = ReturnType<typeof createPoking>;

/**
 * Pokes devices that do not listen once something is unread for them. All of it is in memory and bounded: a poke that is
 * left out costs a moment, never a message.
 */
export function createPoking({ push, service, conversations, sessions, listens, clock, failed }: Given) {
  const accounts = new Set<AccountNo>();
  const waiting = new Map<AccountNo, Waiting>();
  const pauses = recentlyUsed<DeviceNo, Pause>(REMEMBERED);
  const leaving: StoredPushSubscription[] = [];
  let underWay = 0;
  let stopped = false;
  let cancel: (() => void) | null = null;

  const wait = (account: AccountNo, log: LogNo, conversation: string, due: number): void => {
    const before = waiting.get(account);
    if (before === undefined && waiting.size >= MOST_WAITING) return;
    const all = before?.conversations ?? new Map<LogNo, string>();
    if (all.size < MOST_LOGS) all.set(log, conversation);
    waiting.set(account, { conversations: all, due: Math.min(due, before?.due ?? due) });
    if (!stopped) cancel ??= clock.after(GATHER, round);
  };

  const pause = (device: DeviceNo, length: number): void => pauses.set(device, { until: clock.now() + length, length });
  const pauseOf = (device: DeviceNo): number => pauses.get(device)?.length ?? PAUSE;
  const pausedUntil = ({ device }: StoredPushSubscription): number => pauses.get(device)?.until ?? 0;

  const look = async (account: AccountNo, { conversations: asked }: Waiting): Promise<void> => {
    const subscriptions = await push.of(account);
    if (subscriptions.length === 0) return void accounts.delete(account);
    const away = subscriptions.filter(({ device }) => !listens(account, device));
    const unread: OwnConversation[] = [];
    for (const conversation of away.length === 0 ? [] : asked.values()) {
      const own = await conversations.forMember(conversation, account);
      if (own && own.unread > 0) unread.push(own);
    }
    const concerned = away.filter((each) => unread.some((own) => isReason(each, own)));
    const paused = concerned.filter((each) => pausedUntil(each) > clock.now());
    for (const each of concerned) if (!paused.includes(each)) leave(each);
    const again = Math.min(...paused.map(pausedUntil));
    if (paused.length > 0) for (const { log, conversation } of unread) wait(account, log, conversation, again);
  };

  function round(): void {
    cancel = null;
    const due = [...waiting].filter(([, { due: at }]) => at <= clock.now());
    const now = due.slice(0, AT_A_TIME);
    for (const [account] of now) waiting.delete(account);
    if (waiting.size > 0) cancel = clock.after(due.length > now.length ? BREATH : GATHER, round);
    for (const [account, all] of now) look(account, all).catch(failed);
  }

  function leave(subscription: StoredPushSubscription): void {
    if (leaving.length >= MOST_LEAVING) return;
    pause(subscription.device, pauseOf(subscription.device));
    leaving.push(subscription);
    sendMore();
  }

  function sendMore(): void {
    while (!stopped && underWay < AT_ONCE) {
      const next = leaving.shift();
      if (!next) return;
      underWay += 1;
      void send(next)
        .catch(failed)
        .finally(() => {
          underWay -= 1;
          sendMore();
        });
    }
  }

  async function send(subscription: StoredPushSubscription): Promise<void> {
    const { device, session, endpoint } = subscription;
    const found = await sessions.byHash(session);
    if (!service || found?.device?.no !== device) return;
    const came = await service.poke(endpoint);
    if (came === 'gone') await push.remove(device, endpoint);
    pause(device, came === 'failed' ? Math.min(LONGEST_PAUSE, pauseOf(device) * 2) : PAUSE);
  }

  return {
    async start(): Promise<void> {
      for (const account of service === null ? [] : await push.accounts()) accounts.add(account);
    },

    /** The device has said anew where it is to be poked. */
    subscribed(account: AccountNo, device: DeviceNo): void {
      accounts.add(account);
      pauses.delete(device);
    },

    heard(wakeUp: WakeUp): void {
      if (wakeUp.about !== 'log' || !wakeUp.counts || accounts.size === 0) return;
      const { log, conversation, members } = wakeUp;
      for (const account of members) {
        if (accounts.has(account)) wait(account, log, conversation, clock.now() + GATHER);
      }
    },

    stop(): void {
      stopped = true;
      cancel?.();
    },
  };
}

function isReason({ muted, rooms }: StoredPushSubscription, { kind, conversation }: OwnConversation): boolean {
  return kind === 'room' ? rooms.includes(conversation) : !muted.includes(conversation);
}
