import type { z } from 'zod';
import { createThread, judgeComments, listComments, type CommentState } from '../../src/protocol/api/threads.ts';
import type { Comment, ThreadPolicy } from '../../src/protocol/comments.ts';
import { type HandClock, handClock } from './handClock.ts';
import { newMember, type Member } from './member.ts';
import { bootServer, type BootOptions, type TestServer } from './server.ts';
import { commentIn, Visitor, written } from './visitor.ts';

type NewThread = z.input<typeof createThread.body>;

const roomy = { burst: 100_000, perMinute: 100_000 };

/** A server with public comments on, its admin, and visitors who write as fast as they like. */
export class CommentsServer {
  readonly server: TestServer;
  readonly clock: HandClock;
  readonly admin: Member;
  #named = 0;

  private constructor(server: TestServer, clock: HandClock, admin: Member) {
    this.server = server;
    this.clock = clock;
    this.admin = admin;
  }

  static async boot({
    clock = handClock(),
    ...options
  }: Omit<BootOptions, 'clock'> & { readonly clock?: HandClock } = {}): Promise<CommentsServer> {
    const rates = {
      'address: request': roomy,
      'address: comment': roomy,
      'address: comment without proof': roomy,
      'thread: comment': roomy,
      'thread: comment without proof': roomy,
    };
    const server = await bootServer({ rates, ...options, clock });
    await server.admin({ act: 'set', switch: 'public-comments', on: true });
    const setup = server.setupLink?.split('#')[1] ?? '';
    return new CommentsServer(
      server,
      clock,
      await newMember(server.origin, 'amara', { setup, openRegistration: true }),
    );
  }

  /** Makes a thread of a new name. */
  async thread(policy: ThreadPolicy = 'open', more: Partial<NewThread> = {}) {
    const thread = `thread-${++this.#named}`;
    const about = { thread, mode: 'comments' as const, title: '', policy, sites: [], answerers: [] };
    await this.admin.api.call(createThread, { body: { ...about, ...more } });
    return thread;
  }

  visitor(origin: string | null = null): Visitor {
    return new Visitor(this.server.origin, origin);
  }

  /** As somebody who reads, thinks and writes. @throws with the answer, when it was refused */
  async comment(thread: string, more: object = {}, by = this.visitor()): Promise<Comment> {
    const form = await by.form(thread);
    this.clock.advance(4000);
    const answer = await by.post(thread, { ...written, ...form, ...more });
    if (answer.status !== 201) throw new Error(answer.text);
    return commentIn(answer);
  }

  async judge(verdict: CommentState | 'deleted', ...comments: Pick<Comment, 'comment'>[]) {
    return this.admin.api.call(judgeComments, { body: { comments: comments.map(({ comment }) => comment), verdict } });
  }

  /** As reviewers see them. */
  async listed(thread: string, state: CommentState = 'pending') {
    return (await this.admin.api.call(listComments, { query: { state, thread } })).comments;
  }

  close(): Promise<void> {
    return this.server.close();
  }
}
