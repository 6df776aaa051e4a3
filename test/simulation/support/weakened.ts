import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * A program of its own: `node weakened.ts '{"file": ..., "edits": [[find, replace], ...], "seeds": N}'` runs histories on
 * sources in which something has been taken out, and prints as JSON what the first history that broke says of it.
 */
interface Asked {
  readonly file: string;
  readonly edits: readonly (readonly [find: string, replace: string])[];
  readonly seeds: number;
}

const root = new URL('../../../', import.meta.url).href;
const quick: Readonly<Record<string, string>> = {
  [`${root}src/crypto/aead.ts`]: 'aead',
  [`${root}src/crypto/boxKey.ts`]: 'boxKey',
  [`${root}src/crypto/password.ts`]: 'password',
  [`${root}src/crypto/verify/opaqueServer.ts`]: 'opaqueServer',
};
const standIn = (name: string): string => new URL(`../quick/${name}.ts`, import.meta.url).href;

const asked = JSON.parse(process.argv[2] ?? '') as Asked;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@noble/curves/ed25519.js') {
      return { url: standIn('ed25519'), format: 'module-typescript', shortCircuit: true };
    }
    const found = next(specifier, context);
    const instead = quick[found.url];
    return instead ? { ...found, url: standIn(instead) } : found;
  },
  load(url, context, next) {
    if (url !== root + asked.file) return next(url, context);
    const source = asked.edits.reduce(edited, readFileSync(fileURLToPath(url), 'utf8'));
    return { format: 'module-typescript', source, shortCircuit: true };
  },
});

/** @throws Error when the check does not stand there as it is named, and only once */
function edited(source: string, [find, replace]: readonly [string, string]): string {
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined || more.length > 0) throw new Error(`not there once: ${find}`);
  return before + replace + after;
}

const { runAll } = await import('./seeds.ts');
const { broken, histories } = await runAll(
  Array.from({ length: asked.seeds }, (_, index) => index + 1),
  1,
);
process.stdout.write(JSON.stringify({ broken: broken[0] ?? null, histories }));
