import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthorAct, Submission } from '../../../protocol/comments.ts';
import type { AuthorActs } from '../../core/threads/authorActs.ts';
import type { PublicThread, PublicThreads } from '../../core/threads/publicThreads.ts';
import type { Submit, Visitor } from '../../core/threads/submission.ts';
import { authorHash } from '../../core/threads/visible.ts';
import { goBack, sendPage, sorryOf, withStatus } from './pages.ts';
import type { PageView } from './view.ts';

interface Given {
  readonly publicThreads: PublicThreads;
  readonly submit: Submit;
  readonly actOnComment: AuthorActs;
}

/** A form that somebody sent, and how it is answered. */
export interface Sent {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly thread: PublicThread;
  readonly visitor: Visitor;
}

/** What becomes of forms that are sent without script: the page again, with thanks, or with what is wrong and what was typed. */
export function createForms({ publicThreads, submit, actOnComment }: Given) {
  return {
    /** @param done called before it is answered that all is well */
    async comment(sent: Sent, submission: Submission, done: () => void): Promise<FastifyReply> {
      const { reply, thread, visitor } = sent;
      const typed = { refused: { typed: submission, problems: {} }, replyTo: submission.parent };
      return orSorry(sent, typed, async () => {
        const submitted = await submit(thread, submission, visitor);
        if (!submitted.done)
          return again(sent, 422, { ...typed, refused: { typed: submission, problems: submitted.problems } });
        done();
        const { comment, waiting } = submitted.comment;
        return goBack(reply, thread.draft.thread, waiting ? 'waiting' : 'shown', waiting ? null : comment);
      });
    },

    async act(sent: Sent, comment: string, asked: AuthorAct): Promise<FastifyReply> {
      const { reply, thread, visitor } = sent;
      return orSorry(sent, {}, async () => {
        const acted = await actOnComment(thread, comment, asked, visitor);
        const key = thread.draft.thread;
        if (acted === null) return goBack(reply, key, 'deleted', null);
        if (acted.done) return goBack(reply, key, acted.comment.waiting ? 'waiting' : 'edited', null);
        const problem = acted.problems.message ?? 'required';
        return again(sent, 422, {
          refusedEdit: { comment, typed: asked.act === 'edit' ? asked.message : '', problem },
        });
      });
    },
  };

  async function orSorry(sent: Sent, typed: Shown, work: () => Promise<FastifyReply>): Promise<FastifyReply> {
    try {
      return await work();
    } catch (error) {
      const sorry = sorryOf(error);
      if (sorry === null) throw error;
      withStatus(sent.reply, error, sorry);
      return again(sent, sent.reply.statusCode, { ...typed, sorry });
    }
  }

  async function again({ request, reply, thread, visitor: { author } }: Sent, status: number, view: Shown) {
    const page = await publicThreads.page(thread, { order: 'oldest' }, author === null ? null : authorHash(author));
    // With its first token: who mends a slip in no time is not taken for a program.
    const token = view.refused?.typed.token;
    const form = page.form && token ? { ...page.form, token } : page.form;
    return sendPage(request, reply.code(status), { page: { ...page, form }, ...view });
  }
}

type Shown = Pick<PageView, 'refused' | 'refusedEdit' | 'replyTo' | 'sorry'>;
