import type {
  AccountNo,
  AuditDraft,
  StoredAccount,
  StoredSite,
  StoredThread,
  PageThread,
  ThreadChange,
  ThreadDraft,
  ThreadNo,
  ThreadStore,
} from '../../core/ports.ts';
import { ACCOUNT_COLUMNS, accountOf, type AccountRow } from './accountRows.ts';
import type { Audit } from './audit.ts';
import type { CommentNotices } from './commentNotices.ts';
import type { CommitQueue } from './commitQueue.ts';
import type { Connection, Statement } from './connection.ts';
import type { Scrub } from './scrub.ts';

interface SiteRow {
  site: string;
  policy: StoredSite['policy'];
  created_at: number;
  threads: number;
}

interface ThreadRow {
  no: ThreadNo;
  thread: string;
  mode: StoredThread['mode'];
  title: string;
  policy: StoredThread['policy'];
  created_at: number;
  sites: string;
  approved: number;
  pending: number;
}

const THREADS = `SELECT t.no, t.thread, t.mode, t.title, t.policy, t.created_at,
  (SELECT json_group_array(s.site) FROM thread_sites s WHERE s.thread = t.no) AS sites,
  (SELECT count(*) FROM comments c WHERE c.thread = t.no AND c.state = 'approved') AS approved,
  (SELECT count(*) FROM comments c WHERE c.thread = t.no AND c.state = 'pending') AS pending
  FROM threads t`;

/** From one slash to what follows it in order: all keys below a site. */
const OF_SITE = "t.thread >= s.site || '/' AND t.thread < s.site || '0'";
const SITES = `SELECT s.site, s.policy, s.created_at, (SELECT count(*) FROM threads t WHERE ${OF_SITE}) AS threads FROM sites s`;

interface Given {
  readonly connection: Connection;
  readonly queue: CommitQueue;
  readonly audit: Audit;
  readonly scrub: Scrub;
  readonly notices: CommentNotices;
}

export class Threads implements ThreadStore {
  readonly #given: Given;
  readonly #sites: Statement<SiteRow>;
  readonly #site: Statement<SiteRow>;
  readonly #siteCount: Statement<{ count: number }>;
  readonly #putSite: Statement;
  readonly #removeSite: Statement;
  readonly #byKey: Statement<ThreadRow>;
  readonly #page: Statement<ThreadRow>;
  readonly #answerers: Statement<AccountRow & { thread: ThreadNo }>;
  readonly #insert: Statement<{ no: ThreadNo }>;
  readonly #change: Statement;
  readonly #addSite: Statement;
  readonly #addAnswerer: Statement;
  readonly #dropSites: Statement;
  readonly #dropAnswerers: Statement;
  readonly #unanswered: Statement<{ no: number; notice: number | null }>;
  readonly #close: Statement;
  readonly #dropComment: Statement;
  readonly #drop: Statement;

  constructor(given: Given) {
    const { connection } = given;
    this.#given = given;
    this.#sites = connection.prepare(`${SITES} ORDER BY s.site`);
    this.#site = connection.prepare(`${SITES} WHERE s.site = ?`);
    this.#siteCount = connection.prepare('SELECT count(*) AS count FROM sites');
    this.#putSite = connection.prepare(
      `INSERT INTO sites (site, policy, created_at) VALUES (?, ?, ?)
       ON CONFLICT (site) DO UPDATE SET policy = excluded.policy`,
    );
    this.#removeSite = connection.prepare('DELETE FROM sites WHERE site = ?');
    this.#byKey = connection.prepare(`${THREADS} WHERE t.thread = ?`);
    this.#page = connection.prepare(`${THREADS} WHERE t.thread > ? ORDER BY t.thread LIMIT ?`);
    this.#answerers = connection.prepare(
      `SELECT ${ACCOUNT_COLUMNS}, o.thread FROM json_each(?1) t JOIN thread_answerers o ON o.thread = t.value
       JOIN accounts a ON a.no = o.account WHERE a.state = 'active' ORDER BY o.thread, a.username`,
    );
    this.#insert = connection.prepare(
      `INSERT INTO threads (thread, mode, title, policy, created_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING RETURNING no`,
    );
    this.#change = connection.prepare(
      'UPDATE threads SET title = coalesce(?2, title), policy = coalesce(?3, policy) WHERE no = ?1',
    );
    this.#addSite = connection.prepare('INSERT INTO thread_sites (thread, site) VALUES (?, ?) ON CONFLICT DO NOTHING');
    this.#addAnswerer = connection.prepare(
      'INSERT INTO thread_answerers (thread, account) VALUES (?, ?) ON CONFLICT DO NOTHING',
    );
    this.#dropSites = connection.prepare('DELETE FROM thread_sites WHERE thread = ?');
    this.#dropAnswerers = connection.prepare('DELETE FROM thread_answerers WHERE thread = ?');
    this.#unanswered = connection.prepare(
      `SELECT no, notice FROM comments c WHERE thread = ?
         AND NOT EXISTS (SELECT 1 FROM comments a WHERE a.parent = c.no) ORDER BY at DESC, no DESC LIMIT ?`,
    );
    this.#close = connection.prepare("UPDATE threads SET policy = 'closed' WHERE no = ?");
    this.#dropComment = connection.prepare('DELETE FROM comments WHERE no = ?');
    this.#drop = connection.prepare('DELETE FROM threads WHERE no = ?');
  }

  async sites(): Promise<StoredSite[]> {
    return this.#sites.all().map(siteOf);
  }

  async site(site: string): Promise<StoredSite | undefined> {
    const row = this.#site.get(site);
    return row && siteOf(row);
  }

  putSite({ site, policy, createdAt }: Omit<StoredSite, 'threads'>, most: number, audit: AuditDraft): Promise<boolean> {
    return this.#given.queue.run(() => {
      if (!this.#site.get(site) && (this.#siteCount.get()?.count ?? 0) >= most) return false;
      this.#putSite.run(site, policy, createdAt);
      this.#given.audit.add(audit);
      return true;
    });
  }

  removeSite(site: string, audit: AuditDraft): Promise<boolean> {
    return this.#given.queue.run(() => {
      if (this.#removeSite.run(site) === 0) return false;
      this.#given.audit.add(audit);
      return true;
    });
  }

  async byKey(thread: string): Promise<StoredThread | undefined> {
    const row = this.#byKey.get(thread);
    return row && threadOf(row);
  }

  async page({ after, limit }: { after: string | null; limit: number }): Promise<StoredThread[]> {
    return this.#page.all(after ?? '', limit).map(threadOf);
  }

  async answerers(threads: readonly ThreadNo[]): Promise<ReadonlyMap<ThreadNo, readonly StoredAccount[]>> {
    const rows = Map.groupBy(this.#answerers.all(JSON.stringify(threads)), ({ thread }) => thread);
    return new Map([...rows].map(([thread, accounts]) => [thread, accounts.map(accountOf)]));
  }

  create(draft: ThreadDraft, audit: AuditDraft): Promise<boolean> {
    return this.#given.queue.run(() => {
      if (this.make(draft) === undefined) return false;
      this.#given.audit.add(audit);
      return true;
    });
  }

  /** Within another's transaction. Undefined: there is one of that key. */
  make({ thread, mode, title, policy, sites, answerers, at }: ThreadDraft): ThreadNo | undefined {
    const no = this.#insert.get(thread, mode, title, policy, at)?.no;
    if (no === undefined) return undefined;
    this.#name(no, sites, answerers);
    return no;
  }

  /** Within another's transaction: the one of that key, or a new one. */
  findOrMake(draft: PageThread): ThreadNo | 'full' | undefined {
    const found = this.#byKey.get(draft.thread)?.no;
    if (found !== undefined) return found;
    const { threads = 0 } = this.#site.get(new URL(draft.thread).origin) ?? {};
    return threads >= draft.most ? 'full' : this.make(draft);
  }

  change(no: ThreadNo, { title, policy, sites, answerers }: ThreadChange, audit: AuditDraft): Promise<void> {
    return this.#given.queue.run(() => {
      this.#change.run(no, title ?? null, policy ?? null);
      if (sites) this.#dropSites.run(no);
      if (answerers) this.#dropAnswerers.run(no);
      this.#name(no, sites ?? [], answerers ?? []);
      this.#given.audit.add(audit);
    });
  }

  #name(no: ThreadNo, sites: readonly string[], answerers: readonly AccountNo[]): void {
    for (const site of sites) this.#addSite.run(no, site);
    for (const account of answerers) this.#addAnswerer.run(no, account);
  }

  remove(no: ThreadNo, most: number, audit: AuditDraft): ReturnType<ThreadStore['remove']> {
    const { queue, scrub, notices } = this.#given;
    return queue.run(() => {
      const some = this.#unanswered.all(no, most);
      for (const comment of some) this.#dropComment.run(comment.no);
      const done = some.length === 0;
      if (done) for (const drop of [this.#dropSites, this.#dropAnswerers, this.#drop]) drop.run(no);
      else this.#close.run(no);
      if (done) this.#given.audit.add(audit);
      scrub.want();
      const told = some.flatMap(({ notice }) => notice ?? []);
      return { said: notices.takeBack(told, audit.at), done };
    });
  }
}

const siteOf = ({ created_at, ...row }: SiteRow): StoredSite => ({ ...row, createdAt: created_at });

function threadOf({ created_at, sites, ...row }: ThreadRow): StoredThread {
  return { ...row, sites: JSON.parse(sites) as string[], createdAt: created_at };
}
