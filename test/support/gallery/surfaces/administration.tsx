import { AuditLog } from '../../../../src/web/app/admin/AuditLog.tsx';
import { People } from '../../../../src/web/app/admin/People.tsx';
import { PersonPage } from '../../../../src/web/app/admin/PersonPage.tsx';
import { BlockSheet } from '../../../../src/web/app/comments/BlockSheet.tsx';
import { Blocked } from '../../../../src/web/app/comments/Blocked.tsx';
import { CommentCard } from '../../../../src/web/app/comments/CommentCard.tsx';
import { QueuePane } from '../../../../src/web/app/comments/QueuePane.tsx';
import { RemoveThread } from '../../../../src/web/app/comments/RemoveThread.tsx';
import { ThreadList } from '../../../../src/web/app/comments/ThreadList.tsx';
import { ThreadSheet } from '../../../../src/web/app/comments/ThreadSheet.tsx';
import type { OwnThread, ReviewedComment } from '../../../../src/protocol/api/threads.ts';
import { commentsOf, threads } from '../comments.ts';
import { self } from '../people.ts';
import { nothing } from './said.ts';
import type { Surface } from './surface.ts';

const state = { self: { ...self, role: 'admin' } } as const;

const [comment] = commentsOf('pending');
const [, thread] = threads();
if (comment === undefined || thread === undefined) throw new Error('no comment to show');
const written = (text: string): ReviewedComment => ({
  ...comment,
  title: text,
  answers: text,
  name: text,
  surname: text,
  email: `${text}@example.org`,
  message: text,
  address: text,
});
const titled = (text: string): OwnThread => ({ ...thread, title: text });
const keyed = (text: string): OwnThread => ({ ...thread, thread: text, title: '', sites: [text], answerers: [text] });
const place = (key: string | null) => ({ thread: key, state: 'pending' as const });

/** What admins look at: people, machines, rooms, the audit log, and what visitors of websites wrote. */
export const administration: readonly Surface[] = [
  { name: 'people', of: () => <People />, state },
  { name: 'person, with their devices', of: () => <PersonPage name="bram" />, state },
  { name: 'audit log', of: () => <AuditLog />, state },
  {
    name: 'comment',
    of: (text) => <CommentCard comment={written(text)} ofThread={false} tabbable articleRef={null} onAct={nothing} />,
  },
  {
    name: 'block the author',
    of: (text) => <BlockSheet comment={written(text)} onClose={nothing} onBlocked={nothing} />,
    state,
  },
  { name: 'blocked words', of: () => <Blocked onClose={nothing} />, state },
  {
    name: 'threads',
    of: (text) => (
      <ThreadList
        threads={{ all: [titled(text), keyed(text)], on: true, failed: null, reload: nothing }}
        selected={null}
        onNewThread={nothing}
      />
    ),
  },
  {
    name: 'queue',
    of: (text) => <QueuePane place={place('guestbook')} thread={titled(text)} onThreadChanged={nothing} />,
    state,
  },
  { name: 'thread', of: (text) => <ThreadSheet thread={titled(text)} onClose={nothing} onSaved={nothing} />, state },
  {
    name: 'remove a thread',
    of: (text) => <RemoveThread thread={titled(text)} onClose={nothing} onRemoved={nothing} />,
    state,
  },
];
