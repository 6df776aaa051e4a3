import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KeptApp } from './keptApp.ts';

const ORIGIN = 'https://waxwing.example';

/** Caches and a server, as far as the service worker sees them. */
class World {
  readonly caches = new Map<string, Map<string, string>>();
  readonly server = new Map<string, string>();
  readonly asked: string[] = [];
  /** What each file was kept with. */
  readonly policies = new Map<string, string | null>();
  full = false;

  open(): void {
    const { caches, server, asked } = this;
    vi.stubGlobal('location', { origin: ORIGIN });
    vi.stubGlobal('caches', {
      open: async (name: string) => this.#cache(name),
      keys: async () => [...caches.keys()],
      delete: async (name: string) => caches.delete(name),
      match: async (address: string) => {
        const found = [...caches.values()].find((files) => files.has(address))?.get(address);
        return found === undefined ? undefined : new Response(found);
      },
    });
    vi.stubGlobal('fetch', async (what: string | Request, init: RequestInit = {}) => {
      const address = typeof what === 'string' ? what : new URL(what.url).pathname;
      asked.push(address);
      const text = server.get(address);
      if (text === undefined) return new Response('not here', { status: 404 });
      if (init.integrity !== undefined && init.integrity !== `hash of ${text}`) throw new TypeError('another file');
      return new Response(text, { headers: { 'content-security-policy': `for ${address}` } });
    });
  }

  #cache(name: string) {
    const files = this.caches.get(name) ?? new Map<string, string>();
    this.caches.set(name, files);
    return {
      match: async (address: string) => (files.has(address) ? new Response(files.get(address)) : undefined),
      put: async (address: string, response: Response) => {
        if (this.full) throw new DOMException('no room', 'QuotaExceededError');
        this.policies.set(address, response.headers.get('content-security-policy'));
        files.set(address, await response.text());
      },
    };
  }

  /** The server has this build from now on. */
  release(files: Record<string, string>): [address: string, integrity: string][] {
    this.server.clear();
    for (const [address, text] of Object.entries(files)) this.server.set(address, text);
    return Object.entries(files).map(([address, text]) => [address, `hash of ${text}`]);
  }
}

let world: World;
beforeEach(() => {
  world = new World();
  world.open();
});
afterEach(() => vi.unstubAllGlobals());

const request = (address: string, { mode = 'same-origin', method = 'GET' } = {}): Request =>
  ({ url: new URL(address, ORIGIN).href, mode, method }) as Request;
const visit = (address: string): Request => request(address, { mode: 'navigate' });

const first = {
  '/index.html': 'page one',
  '/theme.js': 'theme',
  '/assets/index-1.js': 'one',
  '/assets/mark-0.svg': 'm',
};
const second = {
  '/index.html': 'page two',
  '/theme.js': 'theme',
  '/assets/index-2.js': 'two',
  '/assets/mark-0.svg': 'm',
};

async function kept(build: string, files: Record<string, string>): Promise<KeptApp> {
  const app = new KeptApp(build, world.release(files));
  await app.install();
  return app;
}

const answered = async (app: KeptApp, asked: Request): Promise<string | null> => {
  const response = await app.answer(asked);
  return response && response.text();
};

test('pages of the app are its one document, and its files are there, with no server', async () => {
  const app = await kept('one', first);
  world.server.clear();
  for (const address of ['/', '/c/abc', '/u/ida.b', '/setup#secret', '/join?x=1']) {
    expect(await answered(app, visit(address))).toBe('page one');
  }
  expect(await answered(app, request('/theme.js'))).toBe('theme');
  expect(await answered(app, request('/assets/index-1.js'))).toBe('one');
});

test('its page asks for no script twice, and is as guarded as it came', async () => {
  const script = '<script type="module" src="/assets/index-1.js"></script>';
  const preload = '<link rel="modulepreload" crossorigin href="/assets/index-1.js">';
  const app = await kept('one', { ...first, '/index.html': `<head>${preload}\n${script}${preload}</head>` });
  expect(await answered(app, visit('/'))).toBe(`<head>${script}</head>`);
  expect(world.policies.get('/index.html')).toBe('for /index.html');
});

test.each([
  ['the API', request('/api/v1/instance')],
  ['a page of the API', visit('/api/v1/logout')],
  ['a public page', visit('/public/guestbook')],
  ["a visitor's page", visit('/contact/abc')],
  ['what machines send to', request('/ingest/v1/records')],
  ['the tag for other sites', request('/embed.js')],
  ['its own script', request('/sw.js')],
  ['the manifest', request('/manifest.webmanifest')],
  ['a file that is none of the app', visit('/notes.txt')],
  ['what is sent', request('/c/abc', { mode: 'navigate', method: 'POST' })],
  ['another server', request('https://other.example/assets/index-1.js')],
])('%s is left to the network', async (_what, asked) => {
  const app = await kept('one', first);
  expect(app.answer(asked)).toBeNull();
});

test('it keeps the files of its own build or fails, whatever the server has by now', async () => {
  const files = world.release(first);
  world.release(second);
  await expect(new KeptApp('one', files).install()).rejects.toThrow('another file');
  world.release({});
  await expect(new KeptApp('one', files).install()).rejects.toThrow('/index.html: 404');
});

test('what has its content in its name is fetched once for all builds', async () => {
  await kept('one', first);
  world.asked.length = 0;
  await kept('two', second);
  expect(world.asked.toSorted()).toEqual(['/assets/index-2.js', '/index.html', '/theme.js']);
});

test('the build that runs keeps its files and its page until the next one takes over, which then has only its own', async () => {
  const before = await kept('one', first);
  const next = await kept('two', second);
  expect(await answered(before, visit('/'))).toBe('page one');
  expect(await answered(before, request('/assets/index-1.js'))).toBe('one');
  world.caches.set('of another', new Map());
  await next.tidy();
  expect([...world.caches.keys()]).toEqual(['waxwing-app-two', 'of another']);
  expect(await answered(next, visit('/c/abc'))).toBe('page two');
});

test('what is not kept from the start is once it was needed; an error is not', async () => {
  const app = await kept('one', first);
  world.server.set('/assets/strength-1.js', 'strength');
  expect(await answered(app, request('/assets/strength-1.js'))).toBe('strength');
  expect(await answered(app, request('/assets/gone-1.js'))).toBe('not here');
  world.server.clear();
  expect(await answered(app, request('/assets/strength-1.js'))).toBe('strength');
  const names = new Set(world.caches.get('waxwing-app-one')?.keys());
  expect(names).toEqual(new Set([...Object.keys(first), '/assets/strength-1.js']));
});

test('with its cache gone, or full, the app comes from the server', async () => {
  const app = await kept('one', first);
  world.caches.clear();
  expect(await answered(app, visit('/c/abc'))).toBe('not here');
  world.server.set('/c/abc', 'page three');
  expect(await answered(app, visit('/c/abc'))).toBe('page three');
  world.full = true;
  expect(await answered(app, request('/assets/index-1.js'))).toBe('one');
});
