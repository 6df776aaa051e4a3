import { spawnSync } from 'node:child_process';
import os from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { program, runServer, type RunningServer } from '../support/command.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.close());

/** `waxwing admin` in a process of its own. */
function admin(...args: string[]) {
  const env = { PATH: process.env['PATH'] };
  const all = [program, 'admin', '--data', server.data, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8', env, cwd: os.tmpdir() });
  return { status, stdout, stderr };
}

test('[002.3] codes and tokens of machines are made, listed and revoked with the command', () => {
  expect(admin('enrol', 'dale')).toEqual({ status: 0, stdout: expect.stringMatching(/^[\w-]{27}\n$/), stderr: '' });
  expect(admin('machines').stdout).toBe('');
  expect(admin('machine-token', 'dale', 'cron')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+\n$/),
  });
  expect(admin('machines').stdout).toMatch(/^dale +GROUNDED\n$/);
  const [, id = ''] = /^([\w-]{22}) {2}until \S+Z {2}cron\n$/.exec(admin('machine-tokens', 'dale').stdout) ?? [];
  expect(admin('machine-tokens', 'dale', 'revoke', 'nothing')).toMatchObject({
    status: 1,
    stderr: 'waxwing: dale has no token nothing that is good\n',
  });
  expect(admin('machine-tokens', 'dale', 'revoke', id)).toMatchObject({ status: 0, stdout: 'revoked: 1\n' });
  expect(admin('machine-tokens', 'dale').stdout).toBe('');
  admin('machine-token', 'dale');
  expect(admin('machine-tokens', 'dale', 'revoke', 'all').stdout).toBe('revoked: 1\n');
  expect(admin('machine-disable', 'dale').stdout).toBe('dale is disabled\n');
  expect(admin('machines').stdout).toMatch(/^dale +disabled\n$/);
  expect(admin('machine-token', 'dale')).toMatchObject({ status: 1, stderr: expect.stringContaining('is disabled') });
  expect(admin('machine-enable', 'dale').stdout).toBe('dale is enabled\n');
});

test.each([
  [['enrol'], 2],
  [['enrol', 'no'], 1],
  [['enrol', '../../etc'], 1],
  [['machine-token', 'records'], 1],
  [['machine-tokens', 'nobody'], 1],
  [['machine-tokens', 'dale', 'delete', 'x'], 2],
  [['machine-disable', 'nobody'], 1],
] as const)('%j ends with status %i and one line that says why', (words, expected) => {
  const { status, stdout, stderr } = admin(...words);
  expect([status, stdout]).toEqual([expected, '']);
  expect(stderr).toMatch(/^waxwing: [^\n]+\n$/);
});
