import type { AuditAct } from '../../protocol/auditActs.ts';
import type { Actor } from './actor.ts';
import { audited } from './audited.ts';
import type { AuditStore, BackupFolder, Clock } from './ports.ts';

export type Backups = ReturnType<typeof createBackups>;

/** By the command. */
const MADE = 'backup made';
/** By the server itself, as the others. */
const VERIFIED = 'backup verified';
const DAMAGED = 'backup damaged';
const MISSED = 'backup not made';
const ITSELF: Actor = { who: 'server', from: 'local' };

/** How it stands with backups. */
export interface BackupsState {
  /** When the newest one was made that is not known to be damaged, UTC milliseconds; null: never. */
  readonly last: number | null;
  /** When the newest one was made that the server has checked and found good; null: never. */
  readonly verified: number | null;
  /** Since then the server made none, or one that is damaged. */
  readonly failing: boolean;
}

/** Which backups were made, by the command or by the server itself, and what came of them: the audit log knows. */
export function createBackups({ audit, clock }: { readonly audit: AuditStore; readonly clock: Clock }) {
  let known: Promise<BackupsState> | null = null;

  const read = async (): Promise<BackupsState> => {
    const [made, verified, damaged, missed] = await Promise.all(
      [MADE, VERIFIED, DAMAGED, MISSED].map((what) => audit.latest(what)),
    );
    const failed = Math.max(damaged?.number ?? 0, missed?.number ?? 0);
    const last = (made?.number ?? 0) > (verified?.number ?? 0) ? made : verified;
    return { last: last?.at ?? null, verified: verified?.at ?? null, failing: failed > (last?.number ?? 0) };
  };
  const state = (): Promise<BackupsState> => (known ??= read());
  const add = async (actor: Actor, what: AuditAct, subject: string): Promise<void> => {
    await audit.add(audited(clock, actor.who, what, subject, actor.from));
    known = null;
  };

  return {
    state,
    made: (actor: Actor): Promise<void> => add(actor, MADE, ''),
    verified: (name: string): Promise<void> => add(ITSELF, VERIFIED, name),
    damaged: (name: string): Promise<void> => add(ITSELF, DAMAGED, name),
    /** The name of the newest one that was found damaged; null: none was. */
    lastDamaged: async (): Promise<string | null> => (await audit.latest(DAMAGED))?.subject ?? null,
    /** Once, however often it is tried again. */
    async missed(): Promise<void> {
      if (!(await state()).failing) await add(ITSELF, MISSED, '');
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

/**
 * Makes backups by itself, and lets go of the oldest once there is one more that is good. What fails is tried again.
 * Answers how to stop.
 */
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
    await make(at);
    return Math.max(at + every - clock.now(), FIRST);
  }

  async function make(at: number): Promise<void> {
    const { name, problems } = await folder.make(at).catch(async (error: unknown) => {
      if (!stopped) await backups.missed();
      throw error;
    });
    if (problems.length > 0) return keepDamaged(name, problems);
    await backups.verified(name);
    for (const old of (await folder.list()).slice(0, -keep)) await folder.remove(old.name);
  }

  /** It may hold more than nothing. It takes the place of a damaged one before it, and of none that is good. */
  async function keepDamaged(name: string, problems: readonly string[]): Promise<void> {
    const before = await backups.lastDamaged();
    await backups.damaged(name);
    if (before !== null) await folder.remove(before);
    failed(new Error(`the backup ${name} is damaged: ${problems.join('; ')}`));
  }

  cancel = clock.after(FIRST, round);
  return () => {
    stopped = true;
    cancel();
  };
}
