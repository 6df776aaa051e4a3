import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const handOver = fileURLToPath(new URL('../bin/hand-over.mjs', import.meta.url));

test('the end of the program is the end of what started it', async () => {
  const started = startHandingOverTo('process.exit(7)');
  expect(await endOf(started)).toEqual([7, null]);
});

test('a program ended by a signal ends what started it by the same', async () => {
  const started = startHandingOverTo("process.kill(process.pid, 'SIGKILL')");
  expect(await endOf(started)).toEqual([null, 'SIGKILL']);
});

test('a stop signal reaches the program, and its status comes back', async () => {
  const started = startHandingOverTo(
    "process.on('SIGTERM', () => process.exit(5)); setInterval(() => {}, 1000); console.log('ready');",
  );
  await firstOutputOf(started);
  started.kill('SIGTERM');
  expect(await endOf(started)).toEqual([5, null]);
});

test('the program stops when what started it all is killed', async () => {
  const program =
    "process.on('SIGTERM', () => { console.log('stopped'); process.exit(); }); setInterval(() => {}, 1000);";
  const middle = `
    const { spawn } = await import('node:child_process');
    spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(script(`${program} console.log('ready');`))}], { stdio: 'inherit' });
  `;
  const started = spawn(process.execPath, ['--input-type=module', '-e', middle], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  started.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await firstOutputOf(started);
  started.kill('SIGKILL');
  await once(started.stdout, 'close');
  expect(output).toBe('ready\nstopped\n');
});

function startHandingOverTo(program: string): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '-e', script(program)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function script(program: string): string {
  return `
    const { handOver } = await import(${JSON.stringify(handOver)});
    process.exitCode = await handOver(process.execPath, ['-e', ${JSON.stringify(program)}], { stopWithParent: true });
  `;
}

async function endOf(started: ChildProcess): Promise<unknown[]> {
  return once(started, 'exit');
}

async function firstOutputOf(started: ChildProcess): Promise<void> {
  if (started.stdout !== null) await once(started.stdout, 'data');
}
