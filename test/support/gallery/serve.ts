import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { siteOf } from '../../../src/server/doors/site.ts';

const here = import.meta.dirname;
// A folder for each test process: they may run beside each other.
const built = path.resolve(here, `../../../.cache/gallery-${process.pid}`);

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Builds the pages with the fake client and serves them with the headers that the server gives. */
export async function serveGallery(): Promise<{ address: string; close: () => void }> {
  await build({
    configFile: false,
    root: here,
    base: '/',
    publicDir: path.resolve(here, '../../../src/web/app/public'),
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir: built,
      emptyOutDir: true,
      target: 'es2023',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2000,
    },
  });
  const server = http.createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname;
    const asked = path.join(built, name);
    const file = asked.startsWith(built) && path.extname(name) !== '' ? asked : path.join(built, 'index.html');
    if (!fs.existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const type = types[path.extname(file)] ?? 'application/octet-stream';
    // What is kept stays compiled: half of what it takes to open one page after another.
    const kept = name.startsWith('/assets/') ? 'max-age=3600' : 'no-cache';
    const { headers } = siteOf(`http://${request.headers.host}`);
    response.writeHead(200, { ...headers, 'content-type': type, 'cache-control': kept });
    response.end(fs.readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    fs.rmSync(built, { recursive: true, force: true });
  };
  return { address: `http://localhost:${port}`, close };
}
