import type {
  AccountNo,
  Clock,
  ConversationStore,
  LogNo,
  LogStore,
  StoredAccount,
  StoredEntry,
  WakeUp,
} from '../../core/ports.ts';
import { logsInTurns } from '../../core/inTurns.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Renderer } from './renderer.ts';

/** Somebody who is logged in and hears what comes. */
export interface Listener {
  readonly account: StoredAccount;
  /** Up to where each log was shown. One that is not here began after they came. */
  readonly places: Map<LogNo, number>;
  /** What they missed is shown and they are still there, so the rest may come. */
  live: boolean;
  /** @param taken called once the line has left this machine */
  hear(line: string, taken: () => void): void;
  /** Null: there is room for more. Else resolves once there is again, or they are gone. */
  room(): Promise<void> | null;
  /** There is no room at present; what comes waits in the store. */
  full: boolean;
}

interface Given {
  readonly log: Pick<LogStore, 'entries'>;
  readonly conversations: Pick<ConversationStore, 'logsOf'>;
  readonly renderer: Renderer;
  readonly clock: Clock;
  /** The account has seen what this log, in clear, holds up to there. */
  readonly shown: (account: StoredAccount, conversation: string, seq: number) => void;
  readonly failed: (error: unknown) => void;
}

type LogWakeUp = Extract<WakeUp, { about: 'log' }>;

const PAGE = 200;

export type Feed = ReturnType<typeof createFeed>;

/** What is said, to everyone at this door who may hear it: read from the store once for all of them, from where each stands. */
export function createFeed({ log, conversations, renderer, clock, shown, failed }: Given) {
  const listeners = new Map<AccountNo, Set<Listener>>();
  const woken = new Map<LogNo, LogWakeUp>();
  let working: Promise<void> | null = null;

  const concerned = (members: readonly AccountNo[]): Listener[] => {
    const among = new Set(members);
    return [...listeners].filter(([no]) => among.has(no)).flatMap(([, several]) => [...several]);
  };

  const waitFor = (listener: Listener, room: Promise<void>): void => {
    listener.full = true;
    room
      .then(() => {
        listener.full = false;
        return listener.live ? lookAfter(listener) : undefined;
      })
      .catch(failed);
  };

  /** Goes on where the listener stands, as far as they take it. */
  const hand = async (
    listener: Listener,
    { log: no, conversation }: LogWakeUp,
    entries: readonly StoredEntry[],
    isClear: boolean,
  ): Promise<void> => {
    // Whoever was full a page before comes back for the rest of it.
    const first = entries[0]?.seq ?? 0;
    if (listener.full || (listener.places.get(no) ?? 0) < first - 1) return;
    for (const entry of entries) {
      if (entry.seq <= (listener.places.get(no) ?? 0)) continue;
      const line = await renderer.lineFor(listener.account, conversation, entry);
      if (!listener.live) return;
      listener.places.set(no, entry.seq);
      if (line === null) continue;
      listener.hear(line, () => {
        if (isClear) shown(listener.account, conversation, entry.seq);
      });
      const room = listener.room();
      if (room) return waitFor(listener, room);
    }
  };

  const bring = async (wakeUp: LogWakeUp): Promise<void> => {
    const { log: no, conversation, members } = wakeUp;
    const here = concerned(members).filter(({ live, full }) => live && !full);
    const kind = here[0] ? await renderer.kindOf(conversation, here[0].account) : null;
    if (kind === null) return;
    let after = Math.min(...here.map(({ places }) => places.get(no) ?? 0));
    for (;;) {
      const entries = await log.entries(no, { after, limit: PAGE });
      for (const listener of here) await hand(listener, wakeUp, entries, kind === 'clear');
      if (entries.length < PAGE) return;
      after = entries.at(-1)?.seq ?? after;
    }
  };

  const unexpected = (error: unknown): void => {
    // Who has left meanwhile is told nothing.
    if (!(error instanceof Refusal)) failed(error);
  };

  const work = async (): Promise<void> => {
    while (woken.size > 0) {
      const now = [...woken.values()];
      woken.clear();
      for (const wakeUp of now) await bring(wakeUp).catch(unexpected);
    }
    working = null;
  };

  const heard = (wakeUp: WakeUp): void => {
    if (wakeUp.about !== 'log') return;
    const waiting = woken.get(wakeUp.log);
    woken.set(wakeUp.log, waiting ? { ...wakeUp, members: together(waiting.members, wakeUp.members) } : wakeUp);
    working ??= Promise.resolve().then(work);
  };

  /** Whatever is there beyond where the listener stands: after they came or were slow, and if a wake-up was lost. */
  const lookAfter = async (listener: Listener): Promise<void> => {
    const { no } = listener.account;
    for await (const { log: each, conversation, seq } of logsInTurns(conversations, no, clock)) {
      if (seq <= (listener.places.get(each) ?? 0)) continue;
      heard({ about: 'log', log: each, conversation, seq, counts: true, members: [no] });
    }
  };

  return {
    add(listener: Listener): void {
      const { no } = listener.account;
      listeners.set(no, (listeners.get(no) ?? new Set()).add(listener));
    },

    remove(listener: Listener): void {
      const several = listeners.get(listener.account.no);
      several?.delete(listener);
      if (several?.size === 0) listeners.delete(listener.account.no);
    },

    heard,

    lookAfter,

    /** Resolves once everything that was heard of is told. */
    settled: (): Promise<void> => working ?? Promise.resolve(),
  };
}

/** What is for one listener only takes nothing from the others. The members of a room are mostly the same list. */
function together(some: readonly AccountNo[], others: readonly AccountNo[]): readonly AccountNo[] {
  return some === others ? some : [...new Set([...some, ...others])];
}
