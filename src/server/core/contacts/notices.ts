import type { VisitorLanguage } from '../../../protocol/contact.ts';
import type { Clock, ContactStore, DueNotice, LogNo, Mail } from '../ports.ts';

/** Taken from the store at a time; the others wait there. */
const PAGE = 20;
const FIRST_PAUSE = 60_000;
const LONGEST_PAUSE = 3600_000;
/** After so many tries, about five hours, nobody is told. */
const TRIES = 10;

interface Given {
  readonly contacts: Pick<ContactStore, 'due' | 'told'>;
  readonly mail: Mail;
  readonly noticeIn: NoticeIn;
  /** The address that people use. */
  readonly origin: () => string;
  readonly clock: Clock;
  readonly failed: (error: unknown) => void;
}

/** What a notice says, in the visitor's language. @param host of this server, as people know it */
export type NoticeIn = (language: VisitorLanguage, host: string) => { readonly subject: string; readonly text: string };

export type ContactNotices = ReturnType<typeof createContactNotices>;

/**
 * Tells visitors by e-mail that there is an answer: not what it says, and not the link. What is due stands in the store, so
 * that a stop or a crash loses none; one goes out after the other.
 */
export function createContactNotices({ contacts, mail, noticeIn, origin, clock, failed }: Given) {
  const tries = new Map<LogNo, number>();
  let working = false;
  let asked = false;
  let stopped = false;
  let cancel = (): void => undefined;

  /** Whether it is settled: sent, or given up. */
  const settle = async ({ log, email, language }: DueNotice): Promise<boolean> => {
    const tried = (tries.get(log) ?? 0) + 1;
    try {
      await mail.send({ to: email, ...noticeIn(language, new URL(origin()).host) });
    } catch (error) {
      failed(error);
      tries.set(log, tried);
      if (tried < TRIES) return false;
    }
    tries.delete(log);
    await contacts.told(log);
    return true;
  };

  /** All that are due, until none is left or one does not go. */
  const work = async (): Promise<void> => {
    for (let left = true; left && !stopped;) {
      const due = await contacts.due(PAGE);
      const settled = [];
      for (const notice of due) if (!stopped) settled.push(await settle(notice));
      left = due.length > 0 && settled.every(Boolean);
      if (settled.includes(false)) cancel = clock.after(pauseAfter(Math.max(...tries.values())), wake);
    }
  };

  function wake(): void {
    asked = true;
    if (working || stopped) return;
    working = true;
    cancel();
    asked = false;
    work()
      .catch(failed)
      .finally(() => {
        working = false;
        if (asked) wake();
      });
  }

  return {
    /** There may be something to tell. */
    wake,
    stop(): void {
      stopped = true;
      cancel();
    },
  };
}

const pauseAfter = (tried: number): number => Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (tried - 1));
