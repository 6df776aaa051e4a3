import type { Actor } from './actor.ts';
import { audited } from './audited.ts';
import type { AuditStore, BackupFolder, Clock } from './ports.ts';

export type Backups = ReturnType<typeof createBackups>;

const MADE = 'backup made';
const ITSELF: Actor = { who: 'server', from: 'local' };

/** Which backups were made, by the command or by the server itself: the audit log knows. */
export function createBackups({ audit, clock }: { readonly audit: AuditStore; readonly clock: Clock }) {
  let last: Promise<number | null> | null = null;
  return {
    async made(actor: Actor): Promise<void> {
      await audit.add(audited(clock, actor.who, MADE, '', actor.from));
      last = null;
    },

    /** When the newest one was made, UTC milliseconds; null: never. */
    last(): Promise<number | null> {
      last ??= audit.latest(MADE).then((entry) => entry?.at ?? null);
      return last;
    },
  };
}

interface Given {
  readonly folder: BackupFolder;
  readonly backups: Backups;
  /** Milliseconds from one to the next. */
  readonly every: number;
  /** How many stay. */
  readonly keep: number;
  readonly clock: Clock;
  readonly failed: (error: unknown) => void;
}

const FIRST = 60_000;
const RETRY = 600_000;

/** Makes backups by itself, and lets go of the oldest. What fails is tried again. Answers how to stop. */
export function startBackups({ folder, backups, every, keep, clock, failed }: Given): () => void {
  let stopped = false;
  let cancel = (): void => undefined;
  const wait = (milliseconds: number): void => {
    if (!stopped) cancel = clock.after(milliseconds, round);
  };
  const round = (): void => {
    makeWhenDue().then(wait, (error: unknown) => {
      if (!stopped) failed(error);
      wait(Math.min(RETRY, every));
    });
  };

  /** Answers when to look again. */
  async function makeWhenDue(): Promise<number> {
    const newest = (await folder.list()).at(-1);
    const left = newest === undefined ? 0 : newest.at + every - clock.now();
    // A clock that was set back does not put it off for ever.
    if (left > 0 && left <= every) return left;
    const at = clock.now();
    await folder.make(at);
    await backups.made(ITSELF);
    for (const { name } of (await folder.list()).slice(0, -keep)) await folder.remove(name);
    return Math.max(at + every - clock.now(), FIRST);
  }

  cancel = clock.after(FIRST, round);
  return () => {
    stopped = true;
    cancel();
  };
}
