import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fillFolder } from './support/filledFolder.ts';
import { median, megabytes } from './support/numbers.ts';
import type { Row } from './support/row.ts';

const BUILT = fileURLToPath(new URL('../dist/waxwing.mjs', import.meta.url));
const COMMAND = fileURLToPath(new URL('../bin/waxwing.mjs', import.meta.url));
const QUIET = '--disable-warning=ExperimentalWarning';
/** A server of node:http alone that says so when it listens. */
const BARE = `const server = require('node:http').createServer((_, answer) => answer.end('.'));
  server.listen(0, '127.0.0.1', () => console.log('Waxwing is ready: http://127.0.0.1:' + server.address().port))`;
const PATIENCE = 60_000;
const IDLE = 150 * 1024 * 1024;

/** As services start it, as `npx waxwing` does, and unfenced: for the fence it would begin anew once more, and is told that it has. */
const ways: Record<string, (serve: readonly string[]) => readonly [string, readonly string[]]> = {
  fenced: (serve) => [process.execPath, [QUIET, BUILT, ...serve]],
  'by bin/waxwing.mjs': (serve) => [process.execPath, [COMMAND, ...serve]],
  'without the fence': (serve) => [
    'sh',
    ['-c', 'WAXWING_CONFINED=$$ exec "$@"', 'sh', process.execPath, QUIET, BUILT, ...serve],
  ],
};

/** From the start of the process, as it was built, to the first `/readyz` that says so; and its memory while nothing happens. */
export async function start({
  rounds,
  rest,
  messages,
}: {
  rounds: number;
  rest: number;
  messages: number;
}): Promise<Row[]> {
  if (!fs.existsSync(BUILT)) throw new Error('nothing is built: npm run build');
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-bench-'));
  const [empty, filled] = ['empty', 'filled'].map((name) => path.join(work, name)) as [string, string];
  try {
    await fillFolder(filled, messages);
    const folders = [
      [empty, 'empty folder'],
      [filled, `${messages} messages`],
    ] as const;
    const runs = folders.flatMap(([folder, what]) =>
      Object.entries(ways).map(([way, command]) => ({ what: `${what}, ${way}`, command: command(serveIn(folder)) })),
    );
    const all = [...runs, { what: 'node:http', command: [process.execPath, ['-e', BARE]] as const }];
    const found = all.map((): Run[] => []);
    for (let round = 0; round < rounds; round++)
      for (const [at, { command }] of all.entries())
        found[at]?.push(await ready(command, round === 0 && [0, all.length - 1].includes(at) ? rest : 0));
    return rowsOf(
      runs.map(({ what }) => what),
      found,
      rest,
    );
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

const serveIn = (folder: string): readonly string[] => [
  'serve',
  '--data',
  folder,
  '--port',
  '0',
  '--tls-port',
  'off',
  '--log',
  'error',
];

function rowsOf(names: readonly string[], found: readonly (readonly Run[])[], rest: number): Row[] {
  const took = found.map((all) => median(all.map((run) => run.took)));
  const them = took.at(-1) ?? 0;
  const floor = `${them.toFixed(0)} ms node:http`;
  const [ours = 0, theirs = 0] = [found[0], found.at(-1)].map((all) => all?.[0]?.memory ?? 0);
  const starts = names.map((name, at) => {
    const us = took[at] ?? 0;
    return { what: `start, ${name}`, ours: `${us.toFixed(0)} ms`, floor, ratio: us / them, goal: '', met: null };
  });
  const memory = {
    what: `memory, idle for ${rest} s`,
    ours: megabytes(ours),
    floor: `${megabytes(theirs)} node:http`,
    ratio: ours / theirs,
    goal: `<= ${megabytes(IDLE)}`,
    met: ours <= IDLE,
  };
  return [...starts, memory];
}

interface Run {
  /** Milliseconds. */
  readonly took: number;
  /** Resident bytes after the rest, having served its first page once; undefined without a rest. */
  readonly memory: number | undefined;
}

async function ready([program, args]: readonly [string, readonly string[]], rest: number): Promise<Run> {
  const began = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const patience = setTimeout(() => child.kill(), PATIENCE + rest * 1000);
  try {
    let output = '';
    const origin = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const [, said] = /^Waxwing is ready: (\S+)/m.exec(output) ?? [];
        if (said !== undefined) resolve(said);
      });
      child.once('error', reject);
      void gone.then(() => reject(new Error(`the server has stopped: ${output}`)));
    });
    // What only listens answers everything.
    while (!(await fetch(`${origin}/readyz`)).ok);
    const took = performance.now() - began;
    if (rest === 0) return { took, memory: undefined };
    await (await fetch(origin)).text();
    await pause(rest * 1000);
    return { took, memory: residentOf(child.pid) };
  } finally {
    clearTimeout(patience);
    child.kill();
    await gone;
  }
}

function residentOf(pid: number | undefined): number | undefined {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
