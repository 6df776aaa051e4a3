import type { Actor } from '../actor.ts';
import { audited } from '../audited.ts';
import type { Clock, CommentStore, ImportedComment, StoredThread, ThreadStore } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { siteOf } from './publicThreads.ts';

interface Given {
  readonly threads: ThreadStore;
  readonly comments: Pick<CommentStore, 'bring'>;
  readonly clock: Clock;
}

/** Some comments of a thread that was kept elsewhere; what is answered stands before its answers. */
export interface Brought {
  readonly thread: string;
  readonly title: string;
  readonly comments: readonly ImportedComment[];
}

export type Bringing = ReturnType<typeof createBringing>;

/** Comments that were written elsewhere, brought by an admin. A thread that is missing is made, of its site's policy. */
export function createBringing({ threads, comments, clock }: Given) {
  const findOrMake = async ({ thread, title }: Brought, { who, from }: Actor): Promise<StoredThread> => {
    const site = siteOf(thread);
    const policy = (site === null ? null : (await threads.site(site))?.policy) ?? 'approval';
    const draft = { thread, title, policy, mode: 'comments', sites: [], answerers: [], at: clock.now() } as const;
    await threads.create(draft, audited(clock, who, 'thread', thread, from));
    const found = await threads.byKey(thread);
    if (found?.mode !== 'comments') throw new Refusal('forbidden', { field: 'thread' });
    return found;
  };

  /** Answers how many are new. @throws Refusal forbidden: it is a contact form */
  return async function bring(brought: Brought, actor: Actor): Promise<number> {
    const { no, thread } = await findOrMake(brought, actor);
    const audit = audited(clock, actor.who, `${brought.comments.length} comments brought`, thread, actor.from);
    return comments.bring(no, brought.comments, audit);
  };
}
