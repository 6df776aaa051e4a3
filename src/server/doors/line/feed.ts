import type {
  AccountNo,
  ConversationStore,
  LogNo,
  LogStore,
  StoredAccount,
  StoredEntry,
  WakeUp,
} from '../../core/ports.ts';
import { Refusal } from '../../core/refusal.ts';
import type { Renderer } from './renderer.ts';

/** Somebody who is logged in and hears what comes. */
export interface Listener {
  readonly account: StoredAccount;
  /** Up to where each log was shown. One that is not here began after they came. */
  readonly places: Map<LogNo, number>;
  /** What they missed is shown, so the rest may come. */
  live: boolean;
  hear(line: string): void;
}

interface Given {
  readonly log: Pick<LogStore, 'entries'>;
  readonly conversations: Pick<ConversationStore, 'logsOf'>;
  readonly renderer: Renderer;
  /** The listener has seen the log up to there. */
  readonly shown: (listener: Listener, conversation: string, seq: number) => void;
  readonly failed: (error: unknown) => void;
}

type LogWakeUp = Extract<WakeUp, { about: 'log' }>;

const PAGE = 200;

export type Feed = ReturnType<typeof createFeed>;

/** What is said, to everyone at this door who may hear it: read from the store once for all of them, from where each stands. */
export function createFeed({ log, conversations, renderer, shown, failed }: Given) {
  const listeners = new Map<AccountNo, Set<Listener>>();
  const woken = new Map<LogNo, LogWakeUp>();
  let working: Promise<void> | null = null;

  const concerned = (members: readonly AccountNo[]): Listener[] => {
    const among = new Set(members);
    return [...listeners].filter(([no]) => among.has(no)).flatMap(([, several]) => [...several]);
  };

  const hand = async (listener: Listener, conversation: string, no: LogNo, entries: readonly StoredEntry[]) => {
    const place = listener.places.get(no) ?? 0;
    for (const entry of entries) {
      if (entry.seq <= place) continue;
      const line = await renderer.lineFor(listener.account, conversation, entry);
      if (line !== null) listener.hear(line);
    }
    const last = entries.at(-1)?.seq ?? 0;
    if (last <= place) return;
    listener.places.set(no, last);
    shown(listener, conversation, last);
  };

  const bring = async ({ log: no, conversation, members }: LogWakeUp): Promise<void> => {
    const here = concerned(members).filter(({ live }) => live);
    if (here.length === 0 || !(await renderer.shows(conversation, here[0]?.account))) return;
    let after = Math.min(...here.map(({ places }) => places.get(no) ?? 0));
    for (;;) {
      const entries = await log.entries(no, { after, limit: PAGE });
      for (const listener of here) await hand(listener, conversation, no, entries);
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
    // One that is for one listener only never takes the place of one for all.
    const waiting = woken.get(wakeUp.log)?.members.length ?? 0;
    if (wakeUp.members.length >= waiting) woken.set(wakeUp.log, wakeUp);
    working ??= Promise.resolve().then(work);
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

    /** Whatever is there beyond where the listener stands: after they came, and in case a wake-up was lost. */
    async lookAfter(listener: Listener): Promise<void> {
      const { no } = listener.account;
      for (const { log: each, conversation, seq } of await conversations.logsOf(no)) {
        if (seq <= (listener.places.get(each) ?? 0)) continue;
        heard({ about: 'log', log: each, conversation, seq, members: [no] });
      }
    },

    /** Resolves once everything that was heard of is told. */
    settled: (): Promise<void> => working ?? Promise.resolve(),
  };
}
