import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as Seeds from './seeds.ts';

/**
 * A program of its own: `node weakened.ts '{"seeds": N, "weakenings": [{"file": ..., "edits": [[find, replace], ...], "seed": M}]}'`
 * runs histories, for each weakening on sources in which that has been taken out and M before all others, and prints as a
 * line of JSON what the first history that broke says of it, or why there was none.
 */
interface Asked {
  readonly seeds: number;
  readonly weakenings: readonly Weakening[];
}

interface Weakening {
  readonly file: string;
  readonly edits: readonly (readonly [find: string, replace: string])[];
  readonly seed: number;
}

const root = new URL('../../../', import.meta.url).href;
const quick: Readonly<Record<string, string>> = {
  [`${root}src/crypto/aead.ts`]: 'aead',
  [`${root}src/crypto/boxKey.ts`]: 'boxKey',
  [`${root}src/crypto/password.ts`]: 'password',
  [`${root}src/crypto/verify/opaqueServer.ts`]: 'opaqueServer',
};
const standIn = (name: string): string => new URL(`../quick/${name}.ts`, import.meta.url).href;

const { seeds, weakenings } = JSON.parse(process.argv[2] ?? '') as Asked;

// Each weakening has all of our modules for itself, with its number behind their addresses; packages are loaded once.
registerHooks({
  resolve(specifier, context, next) {
    const found = specifier === '@noble/curves/ed25519.js' ? { url: standIn('ed25519') } : next(specifier, context);
    const { search } = new URL(context.parentURL ?? root);
    const isOurs = found.url.startsWith(root) && !found.url.includes('/node_modules/');
    if (!isOurs || search === '' || found.url.endsWith(search)) return { ...found, shortCircuit: true };
    const instead = quick[found.url];
    return { url: (instead ? standIn(instead) : found.url) + search, format: 'module', shortCircuit: true };
  },
  load(url, context, next) {
    const { search, href } = new URL(url);
    const { file, edits } = weakenings[Number(search.slice(1))] ?? {};
    if (search === '' || !edits) return next(url, context);
    const address = href.slice(0, -search.length);
    const isWeakened = address === root + file;
    const source = isWeakened ? withoutTypes(edits.reduce(edited, sourceOf(address))) : untouched(address);
    return { format: 'module', source, shortCircuit: true };
  },
});

const sourceOf = (address: string): string => readFileSync(fileURLToPath(address), 'utf8');
const withoutTypes = (source: string): string => stripTypeScriptTypes(source);
const known = new Map<string, string>();

function untouched(address: string): string {
  const source = known.get(address) ?? withoutTypes(sourceOf(address));
  known.set(address, source);
  return source;
}

/** @throws Error when the check does not stand there as it is named, and only once */
function edited(source: string, [find, replace]: readonly [string, string]): string {
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined || more.length > 0) throw new Error(`not there once: ${find}`);
  return before + replace + after;
}

for (const number of weakenings.keys()) {
  const broken = await firstBroken(number).catch((error: unknown) => String(error));
  process.stdout.write(`${JSON.stringify({ broken })}\n`);
}

async function firstBroken(number: number): Promise<string | null> {
  const { runAll } = (await import(`./seeds.ts?${number}`)) as typeof Seeds;
  const others = Array.from({ length: seeds }, (_, index) => index + 1);
  const first = weakenings[number]?.seed ?? 1;
  return (await runAll([...new Set([first, ...others])], 1)).broken[0] ?? null;
}
