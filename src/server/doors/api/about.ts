import type { FastifyInstance } from 'fastify';
import { saidOf } from '../problem.ts';
import { readyMade, sendReadyMade, type ReadyMade } from '../readyMade.ts';
import type { Site } from '../site.ts';
import type { Turns } from '../turns.ts';
import { openApi } from './openapi.ts';
import { say } from './web.ts';

const DAY = 24 * 3600_000;
const YEAR = 365 * DAY;

interface Given {
  readonly site: () => Site;
  readonly version: string;
  /** The certificate of the server's own authority, PEM. */
  readonly authority: string;
  /** Rejects when the store or the bus does not answer. */
  readonly ready: () => Promise<void>;
  readonly now: () => number;
  readonly turns: Turns;
}

/** What machines ask a server about itself. */
export function registerAbout(app: FastifyInstance, { site, version, authority, turns, ready, now }: Given): void {
  app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));

  let probing: Promise<void> | undefined;
  app.get('/readyz', async (_request, reply) => {
    try {
      // It writes, and anybody may ask: all who ask meanwhile get the same answer.
      probing ??= ready().finally(() => (probing = undefined));
      await probing;
    } catch (error) {
      const { code } = saidOf(error);
      return say(reply, { code: code === 'internal' ? 'unavailable' : code });
    }
    return reply.header('cache-control', 'no-store').send({ status: 'ready' });
  });

  let described: Promise<ReadyMade> | undefined;
  app.get('/openapi.json', async (request, reply) => {
    described ??= describe(site(), version);
    return sendReadyMade(await described, request, reply, turns);
  });

  app.get('/ca.pem', (_request, reply) =>
    reply.type('application/x-pem-file').header('cache-control', 'no-cache').send(authority),
  );

  app.get('/.well-known/security.txt', (_request, reply) => {
    const { origin } = site();
    const expires = new Date(Math.floor(now() / DAY) * DAY + YEAR).toISOString();
    const lines = [
      `Contact: mailto:security@${new URL(origin).hostname}`,
      `Expires: ${expires}`,
      'Preferred-Languages: en',
      `Canonical: ${origin}/.well-known/security.txt`,
    ];
    return reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(`${lines.join('\n')}\n`);
  });
}

async function describe(site: Site, version: string): Promise<ReadyMade> {
  const description = JSON.stringify(await openApi(site, version));
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' };
  return readyMade(Buffer.from(description), headers);
}
