import { expect, test } from 'vitest';
import { ingestRoutes } from './ingest.ts';
import { isPage } from './pageAddresses.ts';
import { publicRoutes } from './publicRoutes.ts';
import { recipientRoutes } from './recipients.ts';
import { routes } from './routes.ts';

test.each([
  '/',
  '/c/abc',
  '/settings',
  '/login/device',
  '/u/ida',
  '/u/ida.b',
  '/rooms/a.b',
  '/streams/db.1/17',
  '/setup',
])('%s is a page of the app', (address) => {
  expect(isPage(address)).toBe(true);
});

test('nothing that another door answers is one', () => {
  const others = [routes, ingestRoutes, publicRoutes, recipientRoutes].flatMap((all) => Object.values(all));
  const addresses = others.map(({ path }) => path.replaceAll(/:\w+/g, 'a'));
  const pages = [
    '/public/a',
    '/public/a/feed',
    '/contact/a',
    '/healthz',
    '/readyz',
    '/metrics',
    '/openapi.json',
    '/ca.pem',
  ];
  const files = ['/sw.js', '/embed.js', '/embed/a.js', '/contact.js', '/assets/a', '/icons/a', '/manifest.webmanifest'];
  const all = [...addresses, ...pages, ...files, '/.well-known/security.txt'];
  expect(all.filter(isPage)).toEqual([]);
});
