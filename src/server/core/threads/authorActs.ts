import { problemOf, sanitiseText } from '../../../protocol/commentFields.ts';
import type { AuthorAct } from '../../../protocol/comments.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Clock, CommentStore, StoredComment } from '../ports.ts';
import { networkOf, type Rates } from '../rates.ts';
import { Refusal } from '../refusal.ts';
import type { Notices } from './notices.ts';
import type { PublicThread } from './publicThreads.ts';
import { findingOf, type Submitted, type Visitor } from './submission.ts';
import { authorHash, isAuthor, seenBy } from './visible.ts';

interface Given {
  readonly comments: CommentStore;
  readonly notices: Notices;
  readonly rates: Pick<Rates, 'spend'>;
  readonly clock: Clock;
}

export type AuthorActs = ReturnType<typeof createAuthorActs>;

/** What its author does with a comment, from the browser that wrote it, as long as that may be. */
export function createAuthorActs({ comments, notices, rates, clock }: Given) {
  /** Null: it is taken back. @throws Refusal not_found, forbidden: not any more; too_many_requests */
  return async function act(
    of: PublicThread,
    comment: string,
    asked: AuthorAct,
    { address, author: id }: Visitor,
  ): Promise<Submitted | null> {
    const thread = of.stored;
    rates.spend('address: comment', networkOf(address));
    const author = id === null ? null : authorHash(id);
    const found = await comments.one(comment);
    if (!thread || !author || !found || found.thread !== thread.no || !isAuthor(found, author))
      throw new Refusal('not_found');
    if (clock.now() >= found.at + limits.commentEditing) throw new Refusal('forbidden');
    if (asked.act === 'delete') {
      const gone = await comments.takeBack(comment, author, clock.now());
      if (gone === 'not_found') throw new Refusal('forbidden');
      notices.tell(gone.said);
      return null;
    }
    if (thread.policy === 'closed') throw new Refusal('forbidden');
    const message = sanitiseText(asked.message, 'many');
    const problem = problemOf('message', message);
    if (problem) return { done: false, problems: { message: problem } };
    const finding = await findingOf(comments, { ...found, message }, address, author, comment);
    const held = finding.held ?? stillHeld(found);
    const unwanted = finding.unwanted || found.state === 'spam';
    const isFine = thread.policy === 'open' && held === null && found.state === 'approved';
    const state = unwanted ? 'spam' : isFine ? 'approved' : 'pending';
    const notice = state === 'pending' ? notices.of(of, { ...found, message }) : null;
    const done = await comments.edit({ comment, author, message, state, held, notice, at: clock.now() });
    if (done === 'not_found') throw new Refusal('forbidden');
    notices.tell(done.said);
    const edited = await comments.one(comment);
    if (!edited) throw new Refusal('not_found');
    return { done: true, comment: seenBy(true, edited, clock.now()) };
  };
}

/** Other words are no proof of work. */
const stillHeld = ({ held }: StoredComment): StoredComment['held'] => (held === 'no_proof' ? held : null);
