import { limits } from '../../src/protocol/limits.ts';
import type { TestServer } from './server.ts';

/** Brings a comment with so many answers into a thread, as from elsewhere. Answers their ids, that of the comment first. */
export async function bringAnswers(server: TestServer, thread: string, answers: number): Promise<string[]> {
  const ids = Array.from({ length: answers + 1 }, (_, at) =>
    Buffer.alloc(16, `${thread}-${at}.`).toString('base64url'),
  );
  const comments = ids.map((comment, at) => ({
    comment,
    parent: at === 0 ? null : ids[0],
    name: 'Ada',
    surname: '',
    email: '',
    message: at === 0 ? 'What do you think?' : `Answer ${at}`,
    at: 1000 + at,
    state: 'approved',
  }));
  for (let at = 0; at < comments.length; at += limits.importBatch) {
    const some = comments.slice(at, at + limits.importBatch);
    await server.admin({ act: 'threads', asked: { act: 'import', thread, title: '', comments: some } });
  }
  return ids;
}
