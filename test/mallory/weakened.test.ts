import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type * as Guesses from '../../src/server/core/guesses.ts';
import type * as Handshake from '../../src/server/doors/socket/handshake.ts';
import type * as PublicAddress from '../../src/server/publicAddress.ts';
import type * as Site from '../../src/server/doors/site.ts';
import type * as Account from '../../src/protocol/api/account.ts';
import type * as Message from '../../src/crypto/message.ts';
import type * as Ids from '../../src/protocol/ids.ts';
import type * as Opening from '../../src/client/conversations/opening.ts';
import { startLogin } from '../../src/crypto/password.ts';
import { findPerson } from '../../src/protocol/api/account.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import type { ServerFrame } from '../../src/protocol/socket.ts';
import { openSocket } from '../../src/protocol/socket.ts';
import { Links } from '../../src/server/store/sqlite/links.ts';
import { handClock } from '../support/handClock.ts';
import { envelopeOf, listen, newMember, talkWith } from '../support/member.ts';
import { newPerson, say, talking } from '../support/people.ts';
import { raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { openTalk } from '../support/talk.ts';
import { standBetween } from './support/between.ts';
import { UPGRADE, connect, request } from './support/bytes.ts';
import { openPlaces } from './support/places.ts';

// Of each kind of attack one, with the defence taken out: then it succeeds. So the tests beside this one can fail.

const out = vi.hoisted(() => ({ taken: '', open: new Set<{ destroy(): unknown }>() }));
vi.mock('../../src/server/core/guesses.ts', async (original) => {
  const real = await original<typeof Guesses>();
  return {
    createGuesses: (...given: Parameters<typeof real.createGuesses>) => {
      const guesses = real.createGuesses(...given);
      return { ...guesses, failed: (...of: [string, string]) => out.taken !== 'guesses' && guesses.failed(...of) };
    },
  };
});
vi.mock('../../src/server/doors/socket/handshake.ts', async (original) => {
  const real = await original<typeof Handshake>();
  return {
    ...real,
    refuse(socket: Duplex, ...rest: [never, never]) {
      if (out.taken !== 'cut') return real.refuse(socket, ...rest);
      out.open.add(socket);
      return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    },
  };
});
vi.mock('../../src/server/doors/site.ts', async (original) => {
  const real = await original<typeof Site>();
  return {
    siteOf: (address: string) => {
      const site = real.siteOf(address);
      return { ...site, isOwn: (origin: string) => out.taken === 'origin' || site.isOwn(origin) };
    },
  };
});
vi.mock('../../src/protocol/ids.ts', async (original) => {
  const real = await original<typeof Ids>();
  const { z } = await import('zod');
  const either = <Schema extends { parse(value: unknown): unknown }>(schema: Schema) =>
    z.string().transform((text) => (out.taken === 'names' ? text : (schema.parse(text) as string)));
  return { ...real, DisplayName: either(real.DisplayName) };
});
vi.mock('../../src/client/conversations/opening.ts', async (original) => {
  const real = await original<typeof Opening>();
  return {
    openEntry: async (...given: Parameters<typeof real.openEntry>) => {
      const opened = await real.openEntry(...given);
      return out.taken === 'ids' ? { ...opened, id: `${opened.id}${opened.seq}` } : opened;
    },
  };
});

vi.mock('../../src/crypto/message.ts', async (original) => {
  const real = await original<typeof Message>();
  return {
    ...real,
    openMessage: (...given: Parameters<typeof real.openMessage>) =>
      real.openMessage(...given).catch((error: unknown) => {
        throw out.taken === 'errors' ? new RangeError('nobody foresaw this') : error;
      }),
  };
});
vi.mock('../../src/server/publicAddress.ts', async (original) => {
  const real = await original<typeof PublicAddress>();
  return { isPublicAddress: (address: string) => out.taken === 'addresses' || real.isPublicAddress(address) };
});
vi.mock('../../src/protocol/api/account.ts', async (original) => {
  const real = await original<typeof Account>();
  const { z } = await import('zod');
  const body = z.custom((given) => out.taken === 'forms' || real.setProfile.body.safeParse(given).success);
  return { ...real, setProfile: { ...real.setProfile, body } };
});

let server: TestServer;
beforeEach(async () => {
  out.taken = '';
  server = await bootServer({ clock: handClock() });
});
afterEach(() => server.close());

/** Does the attack as it is and with that defence taken out, and answers what came of it. */
async function bothWays<Result>(defence: string, attack: () => Promise<Result>): Promise<[Result, Result]> {
  const defended = await attack();
  out.taken = defence;
  return [defended, await attack()];
}

test('[M22] guesses that nobody counts go on for ever', async () => {
  const { request: half } = await startLogin('a guess');
  let name = 0;
  const answered = await bothWays('guesses', async () => {
    const body = { username: `somebody-${++name}`, request: half };
    const statuses = [];
    for (let count = 0; count < 50; count++) {
      statuses.push((await raw(server.origin, 'POST', '/api/v1/login/start', { body })).status);
    }
    return statuses.filter((status) => status === 200).length;
  });
  expect(answered).toEqual([30, 50]);
});

test('[M33] a refused handshake that is not cut stays open', async () => {
  const [defended, weakened] = await bothWays('cut', async () => {
    const connection = await connect(server, request('GET /api/v1/socket HTTP/1.1', UPGRADE));
    await connection.ended;
    return connection;
  });
  await expect.poll(() => defended.isOpen()).toBe(false);
  for (let count = 0; count < 20; count++) {
    expect(weakened.isOpen()).toBe(true);
    await raw(server.origin, 'GET', '/healthz');
  }
  // Without that the server could not even stop.
  for (const socket of out.open) socket.destroy();
  weakened.socket.destroy();
});

test('[M30] without a look at the address the server knocks inside', async () => {
  const places = await openPlaces();
  const knocked = await bothWays('addresses', () => places.poked(['127.0.0.1']));
  expect(knocked).toEqual([[], ['127.0.0.1']]);
  expect(places.push.pokes).toHaveLength(1);
  await places.close();
});

test('[M44] without a look at the origin another site opens a socket', async () => {
  const amara = await newMember(server.origin, 'amara');
  const opened = await bothWays('origin', async () => {
    const { ticket } = await amara.api.call(openSocket);
    const talk = await openTalk(server.origin, ticket, { origin: 'https://evil.example' }).catch(() => null);
    await talk?.close();
    return talk !== null;
  });
  expect(opened).toEqual([false, true]);
});

test('[M12] an invitation that is not spent lets in whoever finds it', async () => {
  await server.admin({ act: 'set', switch: 'registration', on: false });
  const { link } = (await server.admin({ act: 'invite' })) as { link: string };
  const invitation = link.split('#')[1] ?? '';
  const enters = (username: string) =>
    newMember(server.origin, username, { invitation }).then(
      () => true,
      () => false,
    );
  const spend = vi.spyOn(Links.prototype, 'spend').mockReturnValue(true);
  expect([await enters('eva'), await enters('eve')]).toEqual([true, true]);
  spend.mockRestore();
  expect([await enters('evi'), await enters('evo')]).toEqual([true, false]);
});

test('[M32] names that are taken as they come hide what they say', async () => {
  const amara = await newMember(server.origin, 'amara');
  const names = await bothWays('names', async () => {
    const { json } = await amara.http.raw('PUT', '/api/v1/account', { body: { displayName: 'br\u202eam' } });
    return (json as { displayName: string }).displayName;
  });
  expect(names).toEqual(['bram', 'br\u202eam']);
});

test('[M16] without ids of messages the server says a thing twice', async () => {
  const shown = await bothWays('ids', async () => {
    const run = out.taken === '' ? 'a' : 'b';
    const evil = await standBetween(server.origin);
    const amara = await newPerson(evil.origin, `amara-${run}`);
    const bram = await newPerson(server.origin, `bram-${run}`);
    const [here, , id] = await talking(amara, bram);
    let first: Extract<ServerFrame, { ev: 'entry' }> | undefined;
    evil.frames = (frame) => {
      if (frame.ev !== 'entry' || frame.kind !== 'message') return [frame];
      first ??= frame;
      const { payload, hash, at, device, account, counts } = first;
      return first === frame ? [frame] : [{ ...frame, payload, hash, at, device, account, counts }];
    };
    await say(bram, id, 'yes');
    await here.until(() => here.texts().includes('yes'), 'the first');
    await say(bram, id, 'no');
    await here.until(({ items }) => items.length === 2, 'what stands in the place of the second');
    for (const device of [amara, bram]) device.close();
    await evil.close();
    return here.texts();
  });
  expect(shown).toEqual([['yes'], ['yes', 'yes']]);
});

test('[M24] a form that lets pass what it does not know is told more than it asked for', async () => {
  const amara = await newMember(server.origin, 'amara');
  const statuses = await bothWays('forms', async () => {
    const body = { displayName: 'Amara', role: 'admin' };
    return (await amara.http.raw('PUT', '/api/v1/account', { body })).status;
  });
  expect(statuses).toEqual([400, 200]);
});

test('[M37] a client that does not foresee what cannot be opened hears nothing more after it', async () => {
  const amara = await newPerson(server.origin, 'amara');
  const shown = await bothWays('errors', async () => {
    const mallory = await newMember(server.origin, out.taken === '' ? 'mallory' : 'mallory-again');
    const { account } = await mallory.api.call(findPerson, { params: { username: 'amara' } });
    const sealed = await talkWith(mallory, { ...mallory, account });
    const line = await listen(mallory);
    const noise = fromBase64url(await envelopeOf(mallory, sealed, 'noise'));
    noise[noise.length - 1] = (noise.at(-1) ?? 0) ^ 1;
    const { conversation } = sealed;
    line.say({ op: 'send', ref: 1, conversation, envelope: toBase64url(noise) });
    await line.the('ack', ({ ref }) => ref === 1);
    line.say({ op: 'send', ref: 2, conversation, envelope: await envelopeOf(mallory, sealed, 'honest') });
    await line.the('ack', ({ ref }) => ref === 2);
    const here = amara.conversation(conversation);
    if (out.taken === '') await here.until(() => here.texts().includes('honest'), 'the honest message');
    await say(amara, conversation, 'an answer');
    await line.the('entry', (entry) => entry.account === account);
    await line.close();
    return here.texts().includes('honest');
  });
  expect(shown).toEqual([true, false]);
  amara.close();
});

test('[001.16] a folder that nobody closes stays open', async () => {
  const modes = [];
  for (const closes of [true, false]) {
    const data = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
    fs.chmodSync(data, 0o777);
    if (!closes) vi.spyOn(fs, 'chmodSync').mockImplementation(() => undefined);
    const open = await bootServer({ data });
    modes.push((fs.statSync(data).mode & 0o777).toString(8));
    await open.close();
    vi.restoreAllMocks();
    fs.rmSync(data, { recursive: true });
  }
  expect(modes).toEqual(['700', '777']);
});
