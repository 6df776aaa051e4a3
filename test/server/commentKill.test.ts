import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { askServer } from '../../src/cli/adminSocket.ts';
import { listConversations, listEntries } from '../../src/protocol/api/conversations.ts';
import { fromBase64url } from '../../src/protocol/base64url.ts';
import { decodeClear } from '../../src/protocol/clear.ts';
import { Server } from '../../src/client/server.ts';
import { runServer } from '../support/command.ts';
import { newMember } from '../support/member.ts';
import { Cookies } from '../support/raw.ts';
import { commentIn, Visitor, written } from '../support/visitor.ts';

const ROUNDS = process.env['WAXWING_SOAK'] ? 10 : 3;
/** As many as one address may write without a proof, after a start. */
const EACH = 5;

const data = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
afterAll(() => fs.rmSync(data, { recursive: true, force: true }));

test(
  `[O5] [O12] the server is killed ${ROUNDS} times while comments come: what was acknowledged is there, told once`,
  { timeout: 300_000 },
  async () => {
    let cookie: string | null = null;
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const server = await runServer({ data });
      if (cookie === null) {
        await askServer(data, { act: 'set', switch: 'public-comments', on: true });
        await askServer(data, { act: 'threads', asked: { act: 'thread', thread: 'page' } });
        const setup = server.setupLink?.split('#')[1] ?? '';
        cookie = (await newMember(server.origin, 'amara', { setup, openRegistration: true })).http.cookie;
      }
      let killed: Promise<void> | undefined;
      const posts = Array.from({ length: EACH }, async (_, at) => {
        const answer = await new Visitor(server.origin).post('page', written);
        if (answer.status === 201) acknowledged.push(commentIn(answer).comment);
        // In the midst of the others.
        if (at === round) killed = server.kill('SIGKILL');
      });
      await Promise.allSettled(posts);
      await (killed ?? server.kill('SIGKILL'));
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(ROUNDS);

    const last = await runServer({ data });
    const waiting = (await askServer(data, { act: 'threads', asked: { act: 'comments' } })) as { comment: string }[];
    const stored = waiting.map(({ comment }) => comment);
    expect(stored).toEqual(expect.arrayContaining(acknowledged));
    const http = new Cookies(last.origin);
    http.cookie = cookie;
    const api = new Server(http);
    const { conversations } = await api.call(listConversations, { query: {} });
    const { conversation = '' } = conversations.find(({ kind }) => kind === 'comments') ?? {};
    const { entries } = await api.call(listEntries, { params: { conversation }, query: { after: 0 } });
    const told = entries.map(({ payload }) => {
      const content = decodeClear(fromBase64url(payload ?? ''))?.content;
      return content?.type === 'comment' ? content.comment : null;
    });
    expect(new Set(told)).toEqual(new Set(stored));
    expect(told).toHaveLength(stored.length);
    await last.close();
  },
);
