import { toBase64url } from '../../../protocol/base64url.ts';
import { COMMENTS, encodeClear } from '../../../protocol/clear.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Fresh } from '../delivery/fresh.ts';
import type { Bus, NoticeDraft, Random, ServerSaid, StoredComment } from '../ports.ts';
import { deliverSaid } from '../serverSaid.ts';
import type { PublicThread } from './publicThreads.ts';
import { fullName } from './visible.ts';

interface Given {
  readonly fresh: Fresh;
  readonly bus: Bus;
  readonly random: Random;
}

type Written = Pick<StoredComment, 'comment' | 'name' | 'surname' | 'message'>;

export type Notices = ReturnType<typeof createNotices>;

/** What admins find in their inbox of comments that wait. */
export function createNotices({ fresh, bus, random }: Given) {
  return {
    of({ stored, draft }: PublicThread, { comment, name, surname, message }: Written): NoticeDraft {
      const messageId = random(16);
      const about = { thread: draft.thread, title: stored?.title ?? draft.title, comment };
      const text = message.slice(0, limits.noticeText).toWellFormed();
      const content = { type: 'comment', ...about, name: fullName(name, surname), text } as const;
      const payload = encodeClear({ id: toBase64url(messageId), by: COMMENTS, content });
      return { conversation: toBase64url(random(32)), messageId, payload };
    },

    tell: (said: ServerSaid | null): void => deliverSaid(bus, fresh, said),
  };
}
