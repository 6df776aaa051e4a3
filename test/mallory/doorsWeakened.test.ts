import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type * as MachineTokens from '../../src/server/machineTokens.ts';
import type * as Audit from '../../src/server/core/audit.ts';
import type * as FormToken from '../../src/server/core/threads/formToken.ts';
import type * as Templates from '../../src/server/doors/public/html.ts';
import { CommentsServer } from '../support/commentsServer.ts';
import { enter, message, say } from '../support/machine.ts';
import { raw } from '../support/raw.ts';
import { written } from '../support/visitor.ts';

// The defences of what machines send, of public pages and of the audit log, each taken out once.

const out = vi.hoisted(() => ({ taken: '' }));
vi.mock('../../src/server/machineTokens.ts', async (original) => {
  const real = await original<typeof MachineTokens>();
  return {
    machineTokens: (...given: Parameters<typeof real.machineTokens>) => {
      const tokens = real.machineTokens(...given);
      const believing: typeof tokens.verify = async (token, at) => {
        if (out.taken !== 'signatures') return tokens.verify(token, at);
        const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;
        return { jti: claims.jti, subject: claims.sub, endsAt: claims.exp * 1000 };
      };
      return { ...tokens, verify: believing };
    },
  };
});
vi.mock('../../src/server/doors/public/html.ts', async (original) => {
  const real = await original<typeof Templates>();
  const html: typeof real.html = (strings, ...parts) =>
    real.html(
      strings,
      ...parts.map((part) => (out.taken === 'escapes' && typeof part === 'string' ? new real.Html(part) : part)),
    );
  return { ...real, html, xml: html };
});
vi.mock('../../src/server/core/threads/formToken.ts', async (original) => {
  const real = await original<typeof FormToken>();
  const { least, most } = real.formAge;
  return {
    ...real,
    formAge: {
      most,
      get least() {
        return out.taken === 'pause' ? 0 : least;
      },
    },
  };
});
vi.mock('../../src/server/core/audit.ts', async (original) => {
  const real = await original<typeof Audit>();
  const verifyAudit: typeof real.verifyAudit = (entries, signed) =>
    real.verifyAudit(entries, out.taken === 'head' ? null : signed);
  return { ...real, verifyAudit };
});

interface Claims {
  readonly jti: string;
  readonly sub: string;
  readonly exp: number;
}

let world: CommentsServer;
beforeEach(async () => {
  out.taken = '';
  world = await CommentsServer.boot();
});
afterEach(() => world.close());

async function bothWays<Result>(defence: string, attack: () => Promise<Result>): Promise<[Result, Result]> {
  const defended = await attack();
  out.taken = defence;
  return [defended, await attack()];
}

test('[M13] a token whose signature nobody looks at writes in the name of another machine', async () => {
  const { server } = world;
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  const token = await enter(server.origin, 'dale');
  const [head, claims] = token.split('.');
  const answers = await bothWays('signatures', async () => {
    const [status] = await say(server.origin, message(`${head}.${claims}.${'A'.repeat(43)}`, 'not from dale'));
    return status;
  });
  expect(answers).toEqual([401, 200]);
});

test('[M56] a page that escapes nothing runs what visitors write', async () => {
  const key = await world.thread('open');
  await world.comment(key, { message: 'I say <script>alert(1)</script>' });
  const runs = await bothWays('escapes', async () => {
    const { text } = await raw(world.server.origin, 'GET', `/public/${key}`);
    return text.includes('<script>alert(1)</script>');
  });
  expect(runs).toEqual([false, true]);
});

test('[M57] without a pause a program that is faster than hands is stored', async () => {
  const stored = await bothWays('pause', async () => {
    const key = await world.thread('approval');
    const by = world.visitor();
    await by.post(key, { ...written, ...(await by.form(key)), website: '' });
    return (await world.listed(key, 'pending')).length;
  });
  expect(stored).toEqual([0, 1]);
});

test('[M17] [M47] without its signed head nobody sees that the end of the audit log was cut off', async () => {
  const { server } = world;
  for (const on of [true, false, true]) await server.admin({ act: 'set', switch: 'machine-enrolment', on });
  await server.restart(() => {
    const database = new DatabaseSync(path.join(server.data, 'waxwing.db'));
    const guards = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all();
    for (const { name } of guards) database.exec(`DROP TRIGGER ${String(name)}`);
    database.exec('DELETE FROM audit WHERE number > (SELECT max(number) - 2 FROM audit)');
    database.close();
  });
  const noticed = await bothWays('head', async () => {
    const { problems } = (await server.admin({ act: 'verify' })) as { problems: string[] };
    return problems.length > 0;
  });
  expect(noticed).toEqual([true, false]);
});
