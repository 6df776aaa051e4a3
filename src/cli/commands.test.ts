import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const root = new URL('../../', import.meta.url).href;
/** Says on standard error of every module that is loaded which it is, and whether the process is confined by then. */
const telling = `import { registerHooks } from 'node:module';
  registerHooks({ load(url, context, next) {
    if (url.startsWith('file:')) console.error(process.env.WAXWING_CONFINED ? 'confined' : 'free', url);
    return next(url, context);
  } });`;

interface Loaded {
  readonly confined: boolean;
  /** From the root. */
  readonly file: string;
}

function loadedBy(...args: string[]): Loaded[] {
  const data = mkdtempSync(path.join(tmpdir(), 'waxwing-loaded-'));
  const flags = ['--disable-warning=ExperimentalWarning', '--import', `data:text/javascript,${encodeURI(telling)}`];
  const env = { PATH: process.env['PATH'], XDG_DATA_HOME: data };
  const { stderr } = spawnSync(process.execPath, [...flags, main, ...args], { encoding: 'utf8', env });
  rmSync(data, { recursive: true });
  return [...stderr.matchAll(/^(free|confined) (\S+)$/gm)].map(([, state, url = '']) => ({
    confined: state === 'confined',
    file: url.replace(root, ''),
  }));
}

const CLIENT = 'src/client/createClient.ts';
const OF_OTHERS = /node_modules|^src\/(client|crypto|server\/[^/]+\/)/;

test.each([['version'], ['help'], ['explode']])('%s loads nothing of the other commands', (name) => {
  const files = loadedBy(name).map(({ file }) => file);
  expect(files).toContain('src/cli/main.ts');
  expect(files.filter((file) => OF_OTHERS.test(file))).toEqual([]);
});

test('[001.17] chat loads what hears from others only once it is confined', () => {
  const loaded = loadedBy('chat', '--plain', '--server', 'http://127.0.0.1:9');
  const [before, later] = [false, true].map((is) =>
    loaded.filter(({ confined }) => confined === is).map(({ file }) => file),
  );
  if (before?.includes(CLIENT)) return void process.stdout.write('skipped: needs Landlock\n');
  expect(later).toContain(CLIENT);
  expect(before).toContain('src/cli/confine.ts');
  expect(before?.filter((file) => OF_OTHERS.test(file))).toEqual([]);
});
