import { build, type Plugin } from 'vite';
import { expect, test } from 'vitest';
import { scriptBudget } from '../scripts/scriptBudget.ts';

// What no compression makes smaller.
const noise = (length: number): string =>
  Array.from({ length }, (_, index) =>
    Math.abs(Math.sin(index + 1))
      .toString(36)
      .slice(2),
  ).join('');

const sources: Record<string, string> = {
  'entry.js': `import { words } from 'shared.js'; console.log(words); import('lazy.js').then(console.log);`,
  'shared.js': `export const words = ${JSON.stringify(noise(200))};`,
  'lazy.js': `export const later = ${JSON.stringify(noise(3000))};`,
};
const virtual: Plugin = {
  name: 'virtual',
  resolveId: (id) => (id in sources ? id : null),
  load: (id) => sources[id] ?? null,
};

/** What is told of a build with that budget. */
async function built(bytes: number): Promise<string[]> {
  const told: string[] = [];
  await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [virtual, scriptBudget(bytes, (verdict) => told.push(verdict))],
    build: { write: false, rolldownOptions: { input: 'entry.js' } },
  });
  return told;
}

test('a build tells how much is loaded at first, and not what is loaded when it is needed', async () => {
  const [verdict = '', ...others] = await built(5000);
  expect(others).toEqual([]);
  const [, size = ''] = /entry.*: ([\d.]+) KB of 4\.9 KB allowed at first/.exec(verdict) ?? [];
  expect(Number(size)).toBeGreaterThan(1);
  expect(Number(size)).toBeLessThan(3);
});

test('a build fails that loads more at first than its budget', async () => {
  await expect(built(1000)).rejects.toThrow(/too much script: .*entry.* of 1\.0 KB allowed/);
});
