import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { builtProgram } from '../support/command.ts';
import { raw } from '../support/raw.ts';

// Without an engine for containers: the tree that the Dockerfile makes, as the only files of a sandbox without root.

const dockerfile = fs.readFileSync('deploy/docker/Dockerfile', 'utf8');
const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
const wordsOf = (instruction: string): string[] =>
  JSON.parse(new RegExp(`^${instruction} .*?(\\[.*\\])$`, 'm').exec(last)?.[1] ?? '[]') as string[];

test('[001.16] the image holds Node and what was built; its entry point serves and its health check agrees, from /data alone', async () => {
  if (spawnSync('bwrap', ['--ro-bind', '/', '/', 'true']).status !== 0)
    return void process.stdout.write('skipped: needs bwrap\n');
  if (builtProgram === null) return void process.stdout.write('skipped: needs what npm run build makes\n');
  const [tree, data] = [imageTree(path.dirname(builtProgram)), temporary('data')];
  const settings = { WAXWING_DATA: '/data', WAXWING_HOST: '127.0.0.1', WAXWING_PORT: '0', WAXWING_TLS_PORT: 'off' };
  const sandbox = '--proc /proc --dev /dev --tmpfs /tmp --unshare-all --share-net --uid 1000 --gid 1000 --cap-drop ALL';
  const inside = (command: readonly string[], more: Record<string, string> = {}): string[] => {
    const set = Object.entries({ PATH: '/usr/local/bin', ...settings, ...more }).flatMap((pair) => [
      '--setenv',
      ...pair,
    ]);
    const folders = ['--ro-bind', tree, '/', ...sandbox.split(' '), '--bind', data, '/data'];
    return [...folders, '--die-with-parent', '--clearenv', ...set, '--', ...command];
  };
  const server = spawn('bwrap', inside([...wordsOf('ENTRYPOINT'), ...wordsOf('CMD')]));
  onTestFinished(() => end(server));
  let output = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const port = (): string => /Waxwing is ready: http:\/\/localhost:(\d+)/.exec(output)?.[1] ?? '';
  await expect
    .poll(() => (port() === '' && server.exitCode !== null ? output : port()), { timeout: 30_000 })
    .toMatch(/^\d+$/);

  const page = await raw(`http://127.0.0.1:${port()}`, 'GET', '/');
  expect({ status: page.status, type: page.headers['content-type'] }).toMatchObject({ status: 200, type: /html/ });
  const health = (at: string): number | null =>
    spawnSync('bwrap', inside(wordsOf('HEALTHCHECK'), { WAXWING_PORT: at })).status;
  expect([health(port()), health('1')]).toEqual([0, 1]);
});

test('[001.17] the container has no root, no capabilities and a read-only file system', () => {
  expect(last).toMatch(/^USER node$/m);
  expect(last).toMatch(/^VOLUME \/data$/m);
  const [, service = ''] =
    /^ {2}waxwing:\n((?: {4}.*\n)+)/m.exec(fs.readFileSync('deploy/docker/compose.yaml', 'utf8')) ?? [];
  for (const line of [
    'read_only: true',
    'cap_drop: [ALL]',
    "security_opt: ['no-new-privileges:true']",
    "volumes: ['data:/data']",
  ]) {
    expect(service).toContain(`    ${line}\n`);
  }
  expect(service).not.toContain('cap_add');
});

/** What the last stage copies, Node, and the libraries that Node is linked with. */
function imageTree(dist: string): string {
  const tree = temporary('image');
  const copy = (from: string, to: string): void =>
    fs.cpSync(from, path.join(tree, to), { recursive: true, dereference: true });
  for (const folder of ['app', 'data', 'dev', 'proc', 'tmp']) fs.mkdirSync(path.join(tree, folder));
  copy(dist, 'app/dist');
  copy('deploy/docker/health.mjs', 'app/health.mjs');
  copy(process.execPath, 'usr/local/bin/node');
  const linked = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
  for (const [library] of linked.matchAll(/\/\S+\.so[.\d]*/g)) copy(library, library);
  fs.chmodSync(tree, 0o755);
  return tree;
}

function temporary(name: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `waxwing-${name}-`));
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
