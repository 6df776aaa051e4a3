import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
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

test('[F8] [F13] rules are listed, made and removed with the command, and the audit log says so', () => {
  admin('machine-token', 'mill');
  expect(admin('rules', 'mill')).toEqual({ status: 0, stdout: '', stderr: '' });
  const added = (...what: string[]) => admin('rules', 'mill', 'add', ...what).stdout;
  expect(added('contains', 'disk full')).toMatch(/^[\w-]{22} {2}contains disk full\n$/);
  expect(added('level', 'ERROR')).toMatch(/^[\w-]{22} {2}level error or worse\n$/);
  const [, id = ''] = /^([\w-]{22}) {2}silence of 30 minutes\n$/.exec(added('silence', '30')) ?? [];
  expect(admin('rules', 'mill', 'remove', id)).toMatchObject({ status: 0, stdout: `removed: ${id}\n` });
  expect(admin('rules', 'mill', 'remove', id)).toMatchObject({
    status: 1,
    stderr: `waxwing: mill has no rule ${id}\n`,
  });
  expect(
    admin('rules', 'mill')
      .stdout.split('\n')
      .map((line) => line.slice(24)),
  ).toEqual(['contains disk full', 'level error or worse', '']);
  expect(JSON.parse(admin('--json', 'rules', 'mill').stdout)).toMatchObject([
    { condition: { when: 'contains', text: 'disk full' } },
    { condition: { when: 'level', least: 'error' } },
  ]);
  const files = fs.readdirSync(server.data).filter((name) => name.startsWith('waxwing.db'));
  const stored = Buffer.concat(files.map((name) => fs.readFileSync(path.join(server.data, name)))).toString('latin1');
  // As SQLite lays out a row: who, what, subject, from where.
  for (const what of ['rule added', 'rule removed']) expect(stored).toContain(`admin.sock${what}milllocal`);
  for (let more = 2; more < 50; more++) added('contains', `more ${more}`);
  expect(admin('rules', 'mill', 'add', 'contains', 'one more')).toMatchObject({
    status: 1,
    stderr: 'waxwing: mill has as many rules as a machine may have: remove one first\n',
  });
});

test.each([
  [['enrol'], 2],
  [['enrol', 'no'], 1],
  [['enrol', '../../etc'], 1],
  [['machine-token', 'records'], 1],
  [['machine-tokens', 'nobody'], 1],
  [['machine-tokens', 'dale', 'delete', 'x'], 2],
  [['machine-disable', 'nobody'], 1],
  [['rules'], 2],
  [['rules', 'nobody'], 1],
  [['rules', 'dale', 'add', 'contains'], 2],
  [['rules', 'dale', 'add', 'contains', ' '], 2],
  [['rules', 'dale', 'add', 'level', 'loud'], 2],
  [['rules', 'dale', 'add', 'silence', 'long'], 2],
  [['rules', 'dale', 'add', 'silence', '0'], 2],
  [['rules', 'dale', 'add', 'colour', 'red'], 2],
  [['rules', 'dale', 'remove', 'nothing'], 2],
] as const)('%j ends with status %i and one line that says why', (words, expected) => {
  const { status, stdout, stderr } = admin(...words);
  expect([status, stdout]).toEqual([expected, '']);
  expect(stderr).toMatch(/^waxwing: [^\n]+\n$/);
});
