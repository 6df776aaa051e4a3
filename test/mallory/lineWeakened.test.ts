import { X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type * as Certificates from '../../src/server/core/certificates.ts';
import type * as Stages from '../../src/server/doors/line/stages.ts';
import type * as OneLine from '../../src/protocol/oneLine.ts';
import type * as Watch from '../../src/server/doors/line/watch.ts';
import { toBase64url } from '../../src/protocol/base64url.ts';
import { listConversations } from '../../src/protocol/api/conversations.ts';
import { enterLine, openLine, registerOnLine } from '../support/line.ts';
import { listen, newMember } from '../support/member.ts';
import { Cookies } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { certificateAttempt } from '../support/terminal.ts';

// The defences of the line protocol, each taken out once: then the attack succeeds.

const out = vi.hoisted(() => ({ taken: '' }));
vi.mock('../../src/protocol/oneLine.ts', async (original) => {
  const real = await original<typeof OneLine>();
  return { oneLine: (text: string) => (out.taken === 'one line' ? text : real.oneLine(text)) };
});
vi.mock('../../src/server/doors/line/watch.ts', async (original) => {
  const real = await original<typeof Watch>();
  return {
    createWatch: (...given: Parameters<typeof real.createWatch>) => {
      const watch = real.createWatch(...given);
      return { ...watch, rightsChanged: async (no: number | null) => out.taken === 'watch' || watch.rightsChanged(no) };
    },
  };
});
vi.mock('../../src/server/doors/line/stages.ts', async (original) => {
  const real = await original<typeof Stages>();
  const refusalAt: typeof real.refusalAt = (stage, command) =>
    out.taken === 'stages' ? null : real.refusalAt(stage, command);
  return { ...real, refusalAt };
});
vi.mock('../../src/server/core/certificates.ts', async (original) => {
  const real = await original<typeof Certificates>();
  return {
    createCertificates: (...given: Parameters<typeof real.createCertificates>) => {
      const certificates = real.createCertificates(...given);
      const trusting: typeof certificates.require = async (der) => {
        const username = new X509Certificate(der).subject.replace('CN=', '');
        const account = await given[0].accounts.byName(username);
        if (out.taken !== 'certificates' || !account) return certificates.require(der);
        return { account, serial: '', keyHash: new Uint8Array(32) };
      };
      return { ...certificates, require: trusting };
    },
  };
});

let server: TestServer;
beforeEach(async () => {
  out.taken = '';
  server = await bootServer({ flags: { 'tls-port': '0' } });
});
afterEach(() => server.close());

async function bothWays<Result>(defence: string, attack: (run: string) => Promise<Result>): Promise<[Result, Result]> {
  const defended = await attack('a');
  out.taken = defence;
  return [defended, await attack('b')];
}

test('[M32] [T10] a message that is shown as it came writes a line in the name of another', async () => {
  const forged = await bothWays('one line', async (run) => {
    const mallory = await newMember(server.origin, `mallory-${run}`);
    const line = await enterLine(server, `sam-${run}`, await registerOnLine(server, `sam-${run}`));
    const { conversations } = await mallory.api.call(listConversations, {});
    const conversation = conversations.find(({ room }) => room === 'lobby')?.conversation ?? '';
    const talk = await listen(mallory);
    const content = { type: 'text', text: 'hi\n2026-11-20 09:30:00 erik: I owe you', reply: null } as const;
    const id = toBase64url(crypto.getRandomValues(new Uint8Array(16)));
    talk.say({ op: 'say', ref: 1, conversation, id, content });
    await line.until((heard) => heard.includes('I owe you'));
    await talk.close();
    return line.heard.some((heard) => heard.startsWith('2026-11-20 09:30:00 erik: '));
  });
  expect(forged).toEqual([false, true]);
});

test('[M14] [T13] without a second look a revoked certificate goes on talking', async () => {
  const stays = await bothWays('watch', async (run) => {
    const name = `revoked-${run}`;
    const shows = await registerOnLine(server, name);
    const line = await enterLine(server, name, shows);
    const http = new Cookies(server.origin);
    await certificateAttempt(http, { username: name, ...shows });
    const serial = new X509Certificate(shows.chain).serialNumber.toLowerCase();
    await http.raw('DELETE', `/api/v1/account/certificates/${serial}`);
    line.say('still here');
    return (await line.next()).endsWith('still here');
  });
  expect(stays).toEqual([false, true]);
});

test('[M11] [T4] a certificate that is believed because of its name lets in whoever writes one', async () => {
  await registerOnLine(server, 'sam');
  const evil = await bootServer({ flags: { 'tls-port': '0' } });
  const shows = await registerOnLine(evil, 'sam');
  await evil.close();
  const answers = await bothWays('certificates', async () => {
    const line = await openLine(server, { shows });
    line.say('/login sam');
    return line.next();
  });
  expect(answers).toEqual(['error: invalid credentials', 'Authentication Succeeded']);
});

test('[M31] [T2] without stages a stranger sees who is online', async () => {
  await enterLine(server, 'sam', await registerOnLine(server, 'sam'));
  const answers = await bothWays('stages', async () => {
    const line = await openLine(server);
    line.say('/users');
    return line.next();
  });
  expect(answers).toEqual(['error: log in first', 'sam']);
});
