import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { askServer } from '../../src/cli/adminSocket.ts';
import { listEntries } from '../../src/protocol/api/conversations.ts';
import { addRule, getStream, setFollowers } from '../../src/protocol/api/streams.ts';
import { fromBase64url } from '../../src/protocol/base64url.ts';
import { decodeClear } from '../../src/protocol/clear.ts';
import { Server } from '../../src/client/server.ts';
import { runServer } from '../support/command.ts';
import { enter, message, say } from '../support/machine.ts';
import { newMember } from '../support/member.ts';
import { Cookies } from '../support/raw.ts';

const ROUNDS = process.env['WAXWING_SOAK'] ? 10 : 3;
const EACH = 8;

const data = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
afterAll(() => fs.rmSync(data, { recursive: true, force: true }));

test(
  `[F15] the server is killed ${ROUNDS} times between records and their alerts: each record has exactly one`,
  { timeout: 300_000 },
  async () => {
    let cookie: string | null = null;
    let token = '';
    const params = { machine: 'dale' };
    const as = (origin: string): Server => {
      const http = new Cookies(origin);
      http.cookie = cookie;
      return new Server(http);
    };
    for (let round = 1; round <= ROUNDS; round++) {
      const server = await runServer({ data });
      if (cookie === null) {
        await askServer(data, { act: 'set', switch: 'machine-enrolment', on: true });
        const setup = server.setupLink?.split('#')[1] ?? '';
        const amara = await newMember(server.origin, 'amara', { setup, openRegistration: true });
        cookie = amara.http.cookie;
        token = await enter(server.origin, 'dale');
        await amara.api.call(setFollowers, { params, body: { add: ['amara'] } });
        for (let rule = 1; rule <= ROUNDS; rule++) {
          const condition = { when: 'contains', text: `round ${rule}:` } as const;
          await amara.api.call(addRule, { params, body: { condition } });
        }
      }
      for (let count = 0; count < EACH; count++) {
        const [status] = await say(server.origin, message(token, `round ${round}: record ${count}`));
        expect(status).toBe(200);
      }
      await server.kill('SIGKILL');
    }

    const last = await runServer({ data });
    const api = as(last.origin);
    const seqs = async (): Promise<(number | null)[]> => {
      const { alerts } = await api.call(getStream, { params });
      if (alerts === null) return [];
      const { entries } = await api.call(listEntries, { params: { conversation: alerts }, query: {} });
      return entries.map(({ payload }) => {
        const content = decodeClear(fromBase64url(payload ?? ''))?.content;
        return content?.type === 'alert' ? content.seq : null;
      });
    };
    const all = Array.from({ length: ROUNDS * EACH }, (_, at) => at + 1);
    await expect.poll(seqs).toEqual(all);
    await last.close();
  },
);
