// How the command is built: with everything that it uses, so that it starts fast and needs no node_modules; in parts, so that
// each of its commands loads its own.
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
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
