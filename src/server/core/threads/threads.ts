import type { OwnThread, Site } from '../../../protocol/api/threads.ts';
import type { AuditAct } from '../../../protocol/auditActs.ts';
import type { Thread, ThreadPolicy } from '../../../protocol/comments.ts';
import { limits } from '../../../protocol/limits.ts';
import { accountsNamed } from '../accountsNamed.ts';
import { actorOf, type Actor } from '../actor.ts';
import { audited } from '../audited.ts';
import type { AccountStore, Clock, StoredAccount, StoredSite, StoredThread, ThreadNo, ThreadStore } from '../ports.ts';
import type { Rates } from '../rates.ts';
import { Refusal } from '../refusal.ts';
import type { AdminSession } from '../sessions.ts';
import type { Switches } from '../switches.ts';
import type { Notices } from './notices.ts';
import { threadOf } from './visible.ts';

interface Given {
  readonly accounts: Pick<AccountStore, 'byName'>;
  readonly threads: ThreadStore;
  readonly notices: Pick<Notices, 'tell'>;
  readonly switches: Pick<Switches, 'on'>;
  readonly rates: Rates;
  readonly clock: Clock;
}

/** Others write between such steps. */
const REMOVED_AT_ONCE = 200;

interface Settings {
  readonly title: string;
  readonly policy: ThreadPolicy;
  readonly sites: readonly string[];
  /** Usernames. */
  readonly answerers: readonly string[];
}

export interface NewThread extends Settings {
  readonly thread: string;
  readonly mode: Thread['mode'];
}

export type ThreadSettings = { readonly [Name in keyof Settings]?: Settings[Name] | undefined };

export type Threads = ReturnType<typeof createThreads>;

/** Threads and sites, as admins set them up. Every act stands in the audit log. */
export function createThreads({ accounts, threads, notices, switches, rates, clock }: Given) {
  const audit = ({ who, from }: Actor, what: AuditAct, subject: string) => audited(clock, who, what, subject, from);

  const named = async (thread: string): Promise<StoredThread> => {
    const found = await threads.byKey(thread);
    if (!found) throw new Refusal('not_found', { field: 'thread' });
    return found;
  };
  const shown = async (some: readonly StoredThread[]): Promise<OwnThread[]> => {
    const answerers = await threads.answerers(some.map(({ no }) => no));
    return some.map((thread) => ownThreadOf(thread, answerers.get(thread.no) ?? []));
  };
  const shownOne = async (thread: string): Promise<OwnThread> => {
    const [own] = await shown([await named(thread)]);
    if (!own) throw new Refusal('not_found', { field: 'thread' });
    return own;
  };

  const spend = (session: AdminSession, name: 'account: read' | 'account: start conversation'): void => {
    rates.spend(name, session.account.no);
  };

  const acts = {
    async sites(): Promise<Site[]> {
      return (await threads.sites()).map(siteShown);
    },

    /** @throws Refusal too_large: there are so many already */
    async putSite(site: string, policy: ThreadPolicy | null, actor: Actor): Promise<Site> {
      const what = policy === null ? 'site without threads' : (`site ${policy}` as const);
      const given = { site, policy, createdAt: clock.now() };
      if (!(await threads.putSite(given, limits.sites, audit(actor, what, site)))) throw new Refusal('too_large');
      return siteShown((await threads.site(site)) ?? { ...given, threads: 0 });
    },

    /** @throws Refusal not_found */
    async removeSite(site: string, actor: Actor): Promise<void> {
      if (!(await threads.removeSite(site, audit(actor, 'site removed', site))))
        throw new Refusal('not_found', { field: 'site' });
    },

    async page(after: string | undefined): Promise<{ threads: OwnThread[]; next: string | null; on: boolean }> {
      const found = await threads.page({ after: after ?? null, limit: limits.threadsPage + 1 });
      const some = found.slice(0, limits.threadsPage);
      const next = found.length > some.length ? (some.at(-1)?.thread ?? null) : null;
      return { threads: await shown(some), next, on: switches.on('public-comments') };
    },

    /** @throws Refusal thread_exists, invalid: an answerer is nobody, or a contact form has none */
    async create({ thread, mode, title, policy, sites, answerers }: NewThread, actor: Actor): Promise<OwnThread> {
      requireAnswerers(mode, answerers);
      const numbers = await accountsNamed(accounts, answerers);
      const draft = { thread, mode, title, policy, sites, answerers: numbers, at: clock.now() };
      if (!(await threads.create(draft, audit(actor, 'thread', thread)))) throw new Refusal('thread_exists');
      return shownOne(thread);
    },

    /** @throws Refusal not_found, invalid; forbidden: nobody answers comments */
    async change(thread: string, change: ThreadSettings, actor: Actor): Promise<OwnThread> {
      const { no, mode } = await named(thread);
      const { title, policy, sites, answerers } = change;
      if (answerers) requireAnswerers(mode, answerers);
      if (answerers?.length && mode === 'comments') throw new Refusal('forbidden', { field: 'answerers' });
      const numbers = answerers && (await accountsNamed(accounts, answerers));
      await threads.change(no, { title, policy, sites, answerers: numbers }, audit(actor, 'thread changed', thread));
      return shownOne(thread);
    },

    /** @throws Refusal not_found */
    async remove(thread: string, actor: Actor): Promise<void> {
      const { no } = await named(thread);
      for (let done = false; !done;) {
        const step = await threads.remove(no, REMOVED_AT_ONCE, audit(actor, 'thread removed', thread));
        notices.tell(step.said);
        done = step.done;
      }
    },
  };

  return {
    /** The number of a thread. @throws Refusal not_found */
    numberOf: async (thread: string): Promise<ThreadNo> => (await named(thread)).no,
    /** By the command on the server's machine. */
    byCommand: acts,

    /** As `byCommand`, for admins. */
    async listSites(session: AdminSession): Promise<{ sites: Site[] }> {
      spend(session, 'account: read');
      return { sites: await acts.sites() };
    },
    async putSite(session: AdminSession, site: string, policy: ThreadPolicy | null, from: string): Promise<Site> {
      spend(session, 'account: start conversation');
      return acts.putSite(site, policy, actorOf(session, from));
    },
    async removeSite(session: AdminSession, site: string, from: string): Promise<void> {
      spend(session, 'account: start conversation');
      return acts.removeSite(site, actorOf(session, from));
    },
    async list(session: AdminSession, after: string | undefined) {
      spend(session, 'account: read');
      return acts.page(after);
    },
    async create(session: AdminSession, thread: NewThread, from: string): Promise<OwnThread> {
      spend(session, 'account: start conversation');
      return acts.create(thread, actorOf(session, from));
    },
    async change(session: AdminSession, thread: string, change: ThreadSettings, from: string): Promise<OwnThread> {
      spend(session, 'account: start conversation');
      return acts.change(thread, change, actorOf(session, from));
    },
    async remove(session: AdminSession, thread: string, from: string): Promise<void> {
      spend(session, 'account: start conversation');
      return acts.remove(thread, actorOf(session, from));
    },
  };
}

function requireAnswerers(mode: Thread['mode'], answerers: readonly string[]): void {
  if (mode === 'contact' && answerers.length === 0) throw new Refusal('invalid', { field: 'answerers' });
}

const siteShown = ({ site, policy, threads, createdAt }: StoredSite): Site => ({ site, policy, threads, createdAt });

function ownThreadOf(thread: StoredThread, answerers: readonly StoredAccount[]): OwnThread {
  const { sites, pending, createdAt } = thread;
  const names = answerers.map(({ username }) => username);
  return { ...threadOf(thread), sites: [...sites], answerers: names, pending, createdAt };
}
