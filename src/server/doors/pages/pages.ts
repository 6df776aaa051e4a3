import fs from 'node:fs';
import path from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isPage } from '../../../protocol/pageAddresses.ts';
import { readyMade, sendReadyMade, type ReadyMade } from '../readyMade.ts';
import type { Turns } from '../turns.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';
const TEN_MINUTES = 'public, max-age=600';
/** The tag for other people's pages and what it imports, which browsers fetch with CORS. They hold no secrets. */
const FOR_OTHER_SITES = /^\/embed(\.js$|\/)/;
const OPEN = { 'cross-origin-resource-policy': 'cross-origin', 'access-control-allow-origin': '*' };

/**
 * The web app, read into memory once: what is not in the folder at the start is not there, whatever the address says.
 * Addresses that are pages of the app all get its one document.
 * @param folder null: there are no pages
 * @param missing answers what is not there
 */
export function registerPages(
  app: FastifyInstance,
  folder: string | null,
  turns: Turns,
  missing: (request: FastifyRequest, reply: FastifyReply) => FastifyReply,
): void {
  const pages = folder === null ? new Map<string, ReadyMade>() : readPages(folder);
  const document = pages.get('/index.html');

  app.setNotFoundHandler((request, reply) => {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const address = reads ? addressOf(request.url) : '/api/';
    const page = pages.get(address) ?? (isPage(address) ? document : undefined);
    return page ? sendReadyMade(page, request, reply, turns) : missing(request, reply);
  });
}

function readPages(folder: string): Map<string, ReadyMade> {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const address = `/${path.relative(folder, file).split(path.sep).join('/')}`;
      return [address, pageOf(address, fs.readFileSync(file))] as const;
    }),
  );
}

function pageOf(address: string, body: Buffer): ReadyMade {
  return readyMade(body, {
    'content-type': types[path.extname(address)] ?? 'application/octet-stream',
    'cache-control': cacheOf(address),
    ...(FOR_OTHER_SITES.test(address) && OPEN),
  });
}

function cacheOf(address: string): string {
  if (address.startsWith('/assets/')) return FOR_EVER;
  return FOR_OTHER_SITES.test(address) ? TEN_MINUTES : ASK_AGAIN;
}

function addressOf(url: string): string {
  const end = url.search(/[?#]/);
  return end === -1 ? url : url.slice(0, end);
}
