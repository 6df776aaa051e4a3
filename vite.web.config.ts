// How the pages are built: the app, the service worker and the tag for other sites. scripts/build.mjs runs them in turn.
import react from '@vitejs/plugin-react';
import { defineConfig, type InlineConfig } from 'vite';
import { scriptBudget } from './scripts/scriptBudget.ts';

const INITIAL_SCRIPT_BUDGET = 200 * 1024;
/** The headless client with its cryptography: the page is there before it. */
const WORKER_BUDGET = 340 * 1024;
/** The same client for the service worker, with all words in all languages: nobody waits for it. */
const NEWS_BUDGET = 280 * 1024;
const EMBED_BUDGET = 15 * 1024;

/** What the first page shares with those that are fetched later stays one file: a piece for each would be dozens of requests. */
const FIRST =
  /node_modules\/(react|react-dom|scheduler|wouter|regexparam|use-sync-external-store|@lingui\/core)\/|src\/web\/app\/(session|words|frame|keys|conversation|formatting|inbox|gate|ui\/(?!QrCode|Losses|CompareNumber))/;

/** What starts the client, by itself: it runs before what the page is made of. */
const CONNECTING = { name: 'connecting', test: /src\/web\/app\/worker\//, priority: 1 };

/** A script beside the app's files. */
const intoTheApp = { outDir: 'dist/web', emptyOutDir: false, target: 'es2023', reportCompressedSize: false } as const;

/** The app. No inline scripts and no data: addresses, because the pages forbid them. */
export const app: InlineConfig = {
  root: 'src/web/app',
  base: '/',
  plugins: [react(), scriptBudget(INITIAL_SCRIPT_BUDGET)],
  worker: { format: 'es', plugins: () => [scriptBudget(WORKER_BUDGET)] },
  build: {
    outDir: '../../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    // By the page alone, when the network answers it: where the service worker does, Chrome would fetch each script twice.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, scripts, { hostType }) => (hostType === 'html' ? scripts : []),
    },
    reportCompressedSize: false,
    rolldownOptions: {
      output: { codeSplitting: { groups: [CONNECTING, { name: 'first', test: FIRST, minShareCount: 2 }] } },
    },
  },
};

/** Not kept on a device from the start: what browsers ask for by themselves, and what is big and seldom needed. */
const WHEN_NEEDED = /^\/(icons\/|manifest\.|assets\/strength-)/;

/**
 * The service worker, told which files of the app to keep, each with its address and integrity, and where the script is that
 * finds news.
 */
export function serviceWorker(
  files: [address: string, integrity: string][],
  news: string,
  build: string,
): InlineConfig {
  const kept = files.filter(([address]) => !WHEN_NEEDED.test(address));
  return {
    ...single('src/web/service/service.worker.ts', 'sw.js'),
    define: {
      __PRECACHE__: JSON.stringify(kept),
      __NEWS__: JSON.stringify(news),
      __BUILD__: JSON.stringify(build),
    },
  };
}

/** What the service worker runs when something came: all of it one classic script, as a service worker imports no modules later on. */
export const news: InlineConfig = {
  base: './',
  publicDir: false,
  plugins: [scriptBudget(NEWS_BUDGET)],
  build: {
    ...intoTheApp,
    modulePreload: false,
    rolldownOptions: {
      input: 'src/web/app/notices/news.worker.ts',
      output: { format: 'iife', entryFileNames: 'assets/news-[hash].js', codeSplitting: false },
    },
  },
};

/** The tag for other people's pages: one classic script that leaves no names on the page. */
export const embed: InlineConfig = {
  base: './',
  publicDir: false,
  plugins: [scriptBudget(EMBED_BUDGET)],
  build: {
    ...intoTheApp,
    // A library's imports stay as they are written.
    lib: { entry: 'src/web/embed/embed.ts', formats: ['iife'], name: 'waxwing', fileName: () => 'embed.js' },
  },
};

/** What the tag loads for a contact form; the sealing comes once somebody begins to write, from where other sites may fetch it. */
export const contact: InlineConfig = single('src/web/embed/contact/contact.ts', 'embed/contact.js', 'embed');

/** The page behind a visitor's private link. */
export const contactPage: InlineConfig = single('src/web/embed/contact/page.ts', 'contact.js');

export default defineConfig(app);

/** A script with a lasting name, added to the app's files. */
function single(input: string, name: string, chunks = 'assets'): InlineConfig {
  return {
    base: './',
    publicDir: false,
    build: {
      ...intoTheApp,
      modulePreload: false,
      rolldownOptions: {
        input,
        preserveEntrySignatures: 'exports-only',
        output: { entryFileNames: name, chunkFileNames: `${chunks}/[name]-[hash].js` },
      },
    },
  };
}
