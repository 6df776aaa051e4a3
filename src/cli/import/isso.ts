import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { CommandError } from '../usage.ts';
import type { Found, FoundThread } from './imported.ts';

const ThreadRow = z.object({ id: z.int(), uri: z.string(), title: z.string().nullable() });
const CommentRow = z.object({
  tid: z.int(),
  id: z.int(),
  parent: z.int().nullable(),
  created: z.number(),
  mode: z.int(),
  text: z.string().nullable(),
  author: z.string().nullable(),
  email: z.string().nullable(),
});

/** Isso's modes of a comment; 4 is one that was deleted and still has answers. */
const states: Readonly<Record<number, Found['state']>> = { 1: 'approved', 2: 'pending' };

/**
 * The threads of Isso's `comments.db`, which is only read. Its pages are paths.
 * @param site that they are paths of: an origin
 * @throws CommandError when the file is not such a database
 */
export function readIsso(file: string, site: string): FoundThread[] {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const threads = database.prepare('SELECT id, uri, title FROM threads ORDER BY id').all();
    const comments = database
      .prepare('SELECT tid, id, parent, created, mode, text, author, email FROM comments ORDER BY id')
      .all();
    const byThread = Map.groupBy(z.array(CommentRow).parse(comments), ({ tid }) => tid);
    return z
      .array(ThreadRow)
      .parse(threads)
      .map(({ id, uri, title }) => ({
        page: URL.parse(uri, site)?.href ?? '',
        title: title ?? '',
        comments: (byThread.get(id) ?? []).map(commentOf),
      }));
  } catch (error) {
    throw new CommandError(`${file} is no database of Isso: ${error instanceof Error ? error.message : ''}`);
  } finally {
    database?.close();
  }
}

function commentOf({ id, parent, created, mode, text, author, email }: z.infer<typeof CommentRow>): Found {
  return {
    id: String(id),
    parent: parent === null ? null : String(parent),
    name: author ?? '',
    email: email ?? '',
    message: text ?? '',
    at: Math.max(0, Math.round(created * 1000)),
    state: states[mode] ?? null,
  };
}
