import { createHash } from 'node:crypto';
import type { CommentState } from '../../protocol/api/threads.ts';
import { isEmailAddress, problemOf, sanitiseText } from '../../protocol/commentFields.ts';
import { ThreadKey } from '../../protocol/comments.ts';
import { limits } from '../../protocol/limits.ts';

/** A comment as another program kept it. */
export interface Found {
  readonly id: string;
  readonly parent: string | null;
  readonly name: string;
  /** Empty: it is not known. */
  readonly email: string;
  /** In our small Markdown. */
  readonly message: string;
  /** UTC milliseconds. */
  readonly at: number;
  /** Null: it is not to be shown, and its answers stand where it stood. */
  readonly state: CommentState | null;
}

export interface FoundThread {
  /** Address of the page that it belongs to. */
  readonly page: string;
  readonly title: string;
  readonly comments: readonly Found[];
}

/** A comment as the admin door takes it. */
export interface Imported {
  /** Made of where it comes from: the same each time, so that what is there already is known. */
  readonly comment: string;
  readonly parent: string | null;
  readonly name: string;
  readonly surname: string;
  readonly email: string;
  readonly message: string;
  readonly at: number;
  readonly state: CommentState;
}

export interface ImportedThread {
  readonly thread: string;
  readonly title: string;
  /** What is answered stands before its answers. */
  readonly comments: readonly Imported[];
}

const DEEPEST = 3;
const NAMELESS = 'Anonymous';

/**
 * A thread as Waxwing keeps it: words are sanitised and cut to their limits, answers to what is left out move up, and
 * those that are more than three deep stand beside what they answer.
 * @param source makes ids of one program and export differ from another's
 * @returns null when its page has no address
 */
export function imported({ page, title, comments }: FoundThread, source: string): ImportedThread | null {
  const thread = threadOf(page);
  if (thread === null) return null;
  const inOrder = comments.toSorted((a, b) => a.at - b.at);
  const kept = inOrder.filter(({ state, message }) => state !== null && sanitiseText(message, 'many') !== '');
  const parents = placed(inOrder, new Set(kept.map(({ id }) => id)));
  const idOf = (id: string): string =>
    createHash('sha256')
      .update(JSON.stringify([source, thread, id]))
      .digest()
      .subarray(0, 16)
      .toString('base64url');
  const ready = kept.map((comment): Imported => {
    const parent = parents.get(comment.id) ?? null;
    return { ...wordsOf(comment), comment: idOf(comment.id), parent: parent === null ? null : idOf(parent) };
  });
  return { thread, title: cut(sanitiseText(title, 'one'), limits.threadTitle), comments: parentsFirst(ready) };
}

function threadOf(page: string): string | null {
  const url = URL.parse(page);
  if (url === null) return null;
  url.hash = '';
  return ThreadKey.safeParse(url.href).data ?? null;
}

function wordsOf({ name, email, message, at, state }: Found): Omit<Imported, 'comment' | 'parent'> {
  const named = cut(sanitiseText(name, 'one'), limits.visitorName);
  const address = sanitiseText(email, 'one');
  return {
    name: problemOf('name', named) === null ? named : NAMELESS,
    surname: '',
    email: isEmailAddress(address) && address.length <= limits.visitorEmail ? address : '',
    message: cut(sanitiseText(message.toWellFormed(), 'many'), limits.comment),
    at,
    state: state ?? 'rejected',
  };
}

/** At most so many code points; an ellipsis says that there were more. */
function cut(text: string, most: number): string {
  const letters = Array.from(text.toWellFormed());
  return letters.length <= most ? letters.join('') : `${letters.slice(0, most - 1).join('')}…`;
}

/** What each comment answers, among those that are kept and older. */
function placed(inOrder: readonly Found[], kept: ReadonlySet<string>): ReadonlyMap<string, string | null> {
  const ways = new Map<string, readonly string[]>();
  for (const { id, parent } of inOrder) {
    const above = parent === null ? undefined : ways.get(parent);
    const way = above === undefined || parent === null ? [] : kept.has(parent) ? [...above, parent] : above;
    ways.set(id, way.slice(0, DEEPEST - 1));
  }
  return new Map(Array.from(ways, ([id, way]) => [id, way.at(-1) ?? null]));
}

function parentsFirst(comments: readonly Imported[]): Imported[] {
  const answers = Map.groupBy(comments, ({ parent }) => parent);
  const from = (parent: string | null): Imported[] =>
    (answers.get(parent) ?? []).flatMap((comment) => [comment, ...from(comment.comment)]);
  return from(null);
}
