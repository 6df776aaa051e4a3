import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { median, megabytes } from './support/numbers.ts';
import type { Row } from './support/row.ts';

const BUILT = fileURLToPath(new URL('../dist/waxwing.mjs', import.meta.url));
/** A server of node:http alone that says so when it listens. */
const BARE = `const server = require('node:http').createServer((_, answer) => answer.end('.'));
  server.listen(0, '127.0.0.1', () => console.log('Waxwing is ready: http://127.0.0.1:' + server.address().port))`;
const PATIENCE = 20_000;
const IDLE = 150 * 1024 * 1024;

/** From the start of the process, as it was built, to the line that says it is ready; and its memory while nothing happens. */
export async function start({ rounds, rest }: { rounds: number; rest: number }): Promise<Row[]> {
  if (!fs.existsSync(BUILT)) throw new Error('nothing is built: npm run build');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-bench-'));
  const serve = [BUILT, 'serve', '--data', folder, '--port', '0', '--tls-port', 'off', '--log', 'error'];
  const runs = [
    ['--disable-warning=ExperimentalWarning', ...serve],
    ['-e', BARE],
  ];
  try {
    const found = runs.map((): Run[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [at, args] of runs.entries()) found[at]?.push(await ready(args, round === 0 ? rest : 0));
    }
    const [us = 0, them = 0] = found.map((all) => median(all.map(({ took }) => took)));
    const [ours = 0, theirs = 0] = found.map(([first]) => first?.memory ?? 0);
    return [
      {
        what: 'start to ready line',
        ours: `${us.toFixed(0)} ms`,
        floor: `${them.toFixed(0)} ms node:http`,
        ratio: us / them,
        goal: '',
        met: null,
      },
      {
        what: `memory, idle for ${rest} s`,
        ours: megabytes(ours),
        floor: `${megabytes(theirs)} node:http`,
        ratio: ours / theirs,
        goal: `<= ${megabytes(IDLE)}`,
        met: ours <= IDLE,
      },
    ];
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

interface Run {
  /** Milliseconds. */
  readonly took: number;
  /** Resident bytes after the rest, having served its first page once; undefined without a rest. */
  readonly memory: number | undefined;
}

async function ready(args: readonly string[], rest: number): Promise<Run> {
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
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
