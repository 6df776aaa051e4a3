// How the command is built: with everything that it uses, so that it starts fast and needs no node_modules; in parts, so that
// each of its commands loads its own.
import fs from 'node:fs';
import path from 'node:path';
import { defineConfig, type Plugin } from 'vite';

/** Threads that the server starts become files of their own beside the bundle. */
const threads: Plugin = {
  name: 'threads',
  enforce: 'pre',
  transform(code, file) {
    const found = /new URL\('(\.\/\w+)\.ts', import\.meta\.url\)/.exec(code);
    const [address, name] = found ?? [];
    if (address === undefined || name === undefined || !file.includes('/src/server/')) return undefined;
    const id = path.resolve(path.dirname(file), `${name}.ts`);
    const reference = this.emitFile({ type: 'chunk', id, name: path.basename(path.dirname(file)) });
    return code.replace(address, `import.meta.ROLLUP_FILE_URL_${reference}`);
  },
  // The thread is found beside whoever starts it, wherever that is.
  resolveFileUrl: ({ relativePath }) => `new URL(${JSON.stringify(relativePath)}, import.meta.url)`,
};

/** Texts that the server reads beside its sources become part of the bundle. */
const texts: Plugin = {
  name: 'texts',
  enforce: 'pre',
  transform: (code, file) =>
    code.replace(/fs\.readFileSync\(new URL\('([^']+)', import\.meta\.url\), 'utf8'\)/g, (_, address: string) =>
      JSON.stringify(fs.readFileSync(path.resolve(path.dirname(file), address), 'utf8')),
    ),
};

export default defineConfig({
  publicDir: false,
  plugins: [threads, texts],
  build: {
    ssr: 'src/cli/main.ts',
    outDir: 'dist',
    emptyOutDir: false,
    target: 'esnext',
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        entryFileNames: 'waxwing.mjs',
        chunkFileNames: 'waxwing/[name]-[hash].mjs',
        // The library of certificates wants another loaded before it, in chunks as in the sources.
        strictExecutionOrder: true,
      },
    },
  },
  // ink draws with the React of production.
  define: { 'process.env.NODE_ENV': '"production"' },
  oxc: { jsx: { development: false } },
  ssr: { noExternal: true, target: 'node' },
});
