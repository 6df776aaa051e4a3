import { isPage } from '../../protocol/pageAddresses.ts';
import { CACHE_PREFIX } from './messages.ts';

/** The address, and the SHA-256 of the bytes as `integrity` takes it. */
export type BuiltFile = readonly [address: string, integrity: string];

const PAGE = '/index.html';
const ASSETS = '/assets/';

/** The files of one build of the app on this device, and what is answered from them. Nothing else is ever in its cache. */
export class KeptApp {
  readonly #name: string;
  readonly #files: ReadonlyMap<string, string>;

  constructor(build: string, files: readonly BuiltFile[]) {
    this.#name = CACHE_PREFIX + build;
    this.#files = new Map(files);
  }

  /** Keeps every file, or fails: exactly those of this build, whatever the server has by now. */
  async install(): Promise<void> {
    const cache = await caches.open(this.#name);
    await Promise.all(
      [...this.#files].map(async ([address, integrity]) => {
        const response = (await keptAsset(address)) ?? (await fetch(address, { ...asBuilt(address), integrity }));
        if (!response.ok) throw new Error(`${address}: ${response.status}`);
        await cache.put(address, address === PAGE ? await withoutPreloads(response) : response);
      }),
    );
  }

  /** The builds before go, once no page lives on one. */
  async tidy(): Promise<void> {
    const others = (await caches.keys()).filter((name) => name.startsWith(CACHE_PREFIX) && name !== this.#name);
    await Promise.all(others.map((name) => caches.delete(name)));
  }

  /** Null: this is the server's to answer. */
  answer(request: Request): Promise<Response> | null {
    const { origin, pathname } = new URL(request.url);
    if (request.method !== 'GET' || origin !== location.origin) return null;
    if (request.mode === 'navigate') return isPage(pathname) ? this.#kept(PAGE, request) : null;
    if (pathname.startsWith(ASSETS)) return this.#asset(pathname);
    return this.#files.has(pathname) ? this.#kept(pathname, request) : null;
  }

  async #kept(address: string, request: Request): Promise<Response> {
    const kept = await this.#match(address).catch(() => undefined);
    return kept ?? fetch(request);
  }

  async #match(address: string): Promise<Response | undefined> {
    const cache = await caches.open(this.#name);
    return cache.match(address, EXACTLY);
  }

  /** Its name tells what is in it, so any build's will do. What is not kept from the start is once it was needed. */
  async #asset(address: string): Promise<Response> {
    const kept = await keptAsset(address).catch(() => undefined);
    if (kept) return kept;
    const response = await fetch(address);
    // Without room for it, it is fetched each time.
    if (response.ok) await this.#keep(address, response.clone()).catch(() => undefined);
    return response;
  }

  async #keep(address: string, response: Response): Promise<void> {
    const cache = await caches.open(this.#name);
    await cache.put(address, response);
  }
}

/** Chrome uses no preload that a service worker has answered: it would ask for each script twice. */
async function withoutPreloads(page: Response): Promise<Response> {
  const html = await page.text();
  return new Response(html.replaceAll(/<link rel="modulepreload"[^>]*>\s*/g, ''), { headers: page.headers });
}

/** The server compresses for those who can; what is kept is the same bytes for all. */
const EXACTLY = { ignoreVary: true } as const;

async function keptAsset(address: string): Promise<Response | undefined> {
  return address.startsWith(ASSETS) ? caches.match(address, EXACTLY) : undefined;
}

/** What has its content in its name may come from the browser's own cache, where the page has just put it. */
const asBuilt = (address: string): RequestInit => ({
  cache: address.startsWith(ASSETS) ? 'default' : 'no-cache',
  credentials: 'omit',
});
