import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/**
 * Fails the build when what an entry loads before it runs is more than so many bytes, compressed; what it loads lazily does
 * not count. Otherwise it tells how much that is.
 */
export function scriptBudget(bytes: number, tell: (verdict: string) => void = console.log): Plugin {
  return {
    name: 'waxwing:script-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk' || !file.isEntry) continue;
        const initial = new Set<string>();
        const visit = (name: string): void => {
          const chunk = bundle[name];
          if (initial.has(name) || chunk?.type !== 'chunk') return;
          initial.add(name);
          chunk.imports.forEach(visit);
        };
        visit(file.fileName);
        const size = [...initial].reduce((sum, name) => {
          const chunk = bundle[name];
          return sum + (chunk?.type === 'chunk' ? gzipSync(chunk.code).length : 0);
        }, 0);
        const verdict = `${file.fileName}: ${kilobytes(size)} of ${kilobytes(bytes)} allowed at first, compressed`;
        if (size > bytes) this.error(`too much script: ${verdict}`);
        tell(verdict);
      }
    },
  };
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
