import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAdminLine } from '../../src/cli/adminSocket.ts';
import { getInstance } from '../../src/protocol/api/instance.ts';
import { switchNames } from '../../src/protocol/switches.ts';
import { nodeOptions, program, runServer, type RunningServer } from '../support/command.ts';
import { listen, newMember, talkWith } from '../support/member.ts';
import { raw } from '../support/raw.ts';
import { bootServer } from '../support/server.ts';

/** The command in a process of its own, with no settings from outside. */
function waxwing(...args: string[]) {
  const env = { PATH: process.env['PATH'] };
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeOptions, program, ...args], {
    encoding: 'utf8',
    env,
    cwd: os.tmpdir(),
  });
  return { status, stdout, stderr };
}

let server: RunningServer;
const admin = (...args: string[]) => waxwing('admin', '--data', server.data, ...args);
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.close());

describe('[M28] [A6] [A7] the first admin', () => {
  test('comes of the setup link, once; the link is not offered again', async () => {
    expect(server.setupLink).toMatch(new RegExp(`^${server.origin}/setup#[A-Za-z0-9_-]{43}$`));
    const setup = new URL(server.setupLink ?? '').hash.slice(1);
    await expect(newMember(server.origin, 'mallory', { setup: 'A'.repeat(43) })).rejects.toMatchObject({
      code: 'link_spent',
    });
    const before = await newMember(server.origin, 'before');
    expect(before.role).toBe('member');
    const first = await newMember(server.origin, 'first', { setup, openRegistration: false });
    expect(first.role).toBe('admin');
    await expect(newMember(server.origin, 'second', { setup })).rejects.toMatchObject({ code: 'link_spent' });
    await expect(newMember(server.origin, 'third')).rejects.toMatchObject({ code: 'registration_closed' });
    expect(admin('switches').stdout).toMatch(/^registration +off$/m);
  });
});

describe('[003.2] switches', () => {
  test('have their defaults, and are listed as programs read them', () => {
    const listed = JSON.parse(admin('switches', '--json').stdout) as { name: string; on: boolean; default: boolean }[];
    expect(listed.map(({ name }) => name)).toEqual(switchNames);
    expect(listed.filter((each) => each.default).map(({ name }) => name)).toEqual([
      'registration',
      'encryption',
      'certificate-authentication',
      'password-authentication',
    ]);
  });

  test('hold at once', async () => {
    const member = await newMember(server.origin, 'someone', { invitation: invitation() });
    expect(await member.api.call(getInstance)).toMatchObject({ registration: false, encryption: true });
    expect(admin('set', 'registration', 'on')).toMatchObject({ status: 0, stdout: 'registration is on\n' });
    expect(await member.api.call(getInstance)).toMatchObject({ registration: true });
    expect(admin('set', 'encryption', 'off')).toMatchObject({ status: 0 });
    expect(await member.api.call(getInstance)).toMatchObject({ encryption: false });
    expect(admin('set', 'encryption', 'on')).toMatchObject({ status: 0 });
  });

  test('the last way to log in stays on', () => {
    expect(admin('set', 'certificate-authentication', 'off')).toMatchObject({ status: 0 });
    const { status, stdout, stderr } = admin('set', 'password-authentication', 'off');
    expect(admin('set', 'certificate-authentication', 'on')).toMatchObject({ status: 0 });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe('waxwing: password-authentication is the last way to log in and stays on\n');
  });
});

describe('people', () => {
  beforeAll(() => void admin('set', 'registration', 'on'));

  test('an invitation lets one person in, once', async () => {
    const token = invitation();
    expect((await newMember(server.origin, 'invited', { invitation: token })).role).toBe('member');
    await expect(newMember(server.origin, 'uninvited', { invitation: token })).rejects.toMatchObject({
      code: 'link_spent',
    });
  });

  test('[M14] [M55] [W10] who is disabled is out within a second, on the socket too, and back when enabled', async () => {
    const member = await newMember(server.origin, 'outcast');
    const talk = await listen(member);
    const closed = talk.the('bye');
    expect(admin('disable', 'outcast')).toMatchObject({
      status: 0,
      stdout: 'outcast is disabled and logged out everywhere\n',
    });
    expect(await closed).toMatchObject({ code: 'unauthenticated' });
    expect(await member.http.raw('GET', '/api/v1/account')).toMatchObject({ status: 401 });
    expect(admin('users').stdout).toMatch(/^outcast +member +disabled/m);
    expect(admin('enable', 'outcast')).toMatchObject({ status: 0 });
  });

  test('roles are given and taken, but the last admin stays one', async () => {
    await newMember(server.origin, 'deputy');
    expect(admin('demote', 'first')).toMatchObject({
      status: 1,
      stderr: 'waxwing: first is the last admin: promote another one first\n',
    });
    expect(admin('promote', 'deputy')).toMatchObject({ status: 0, stdout: 'deputy is an admin\n' });
    expect(admin('demote', 'deputy')).toMatchObject({ status: 0 });
    expect(admin('disable', 'first')).toMatchObject({ status: 1 });
  });

  test('[A25] links that are open are listed without their tokens, and one that is revoked lets nobody in', async () => {
    const token = invitation();
    const listed = admin('links').stdout;
    const id = /^([0-9a-f]{10}) {2}invitation until \S+$/m.exec(listed)?.[1] ?? '';
    expect(id).not.toBe('');
    expect(listed).not.toContain(token);
    expect(admin('links', 'revoke', id)).toMatchObject({ status: 0, stdout: `${id} is revoked\n` });
    await expect(newMember(server.origin, 'too-late', { invitation: token })).rejects.toMatchObject({
      code: 'link_spent',
    });
    expect(admin('links', 'revoke', id)).toMatchObject({
      status: 1,
      stderr: `waxwing: there is no open link ${id}\n`,
    });
    expect(admin('links', 'revoke', token)).toMatchObject({ status: 2 });
  });

  test('[A25] another reset link for a name is the only one', async () => {
    await newMember(server.origin, 'forgetful', { invitation: invitation() });
    const linkTo = () => new URL(admin('reset', 'forgetful').stdout.trim()).hash.slice(1);
    const [first, second] = [linkTo(), linkTo()];
    const start = (token: string) => raw(server.origin, 'POST', '/api/v1/reset/chain', { body: { token, after: 0 } });
    expect(await start(first)).toMatchObject({ status: 410, json: { code: 'link_spent' } });
    expect(await start(second)).toMatchObject({ status: 200 });
    expect(admin('links').stdout.match(/reset .* forgetful$/gm)).toHaveLength(1);
  });

  test('devices are listed, and who is not there is said so', () => {
    expect(JSON.parse(admin('devices', 'first', '--json').stdout)).toMatchObject([{ state: 'live', label: 'By hand' }]);
    expect(admin('devices', 'nobody-here')).toMatchObject({
      status: 1,
      stderr: 'waxwing: there is no user nobody-here\n',
    });
  });
});

describe('verify', () => {
  test('follows all chains, of a running server too', async () => {
    const [one, other] = [await newMember(server.origin, 'reader'), await newMember(server.origin, 'writer')];
    await talkWith(one, other);
    const { status, stdout } = waxwing('verify', '--data', server.data, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ problems: [], logs: 2, entries: 1 });
  });
});

test('it says where to go in the lines that programs wait for, and a signal stops it cleanly in time', async () => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const args = [program, 'serve', '--port', '0', '--tls-port', '0', '--data', data, '--log', 'silent'];
    const env = { PATH: process.env['PATH'] };
    const child = spawn(process.execPath, args, { cwd: os.tmpdir(), env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await expect.poll(() => output).toContain('Waxwing is ready');
    expect(output).toMatch(
      /^Create the first admin: (http:\/\/localhost:\d+)\/setup#[\w-]{43}\nWaxwing is ready: \1 \(TLS line protocol on 127\.0\.0\.1:\d+\)\n$/,
    );
    const [, origin = ''] = /ready: (\S+)/.exec(output) ?? [];
    const talk = await listen(await newMember(origin, `member-${signal.toLowerCase()}`));
    const told = talk.the('bye');
    const asked = performance.now();
    child.kill(signal);
    const [status] = (await once(child, 'exit')) as [number | null];
    expect(status).toBe(0);
    expect(performance.now() - asked).toBeLessThan(5000);
    expect(await told).toMatchObject({ code: 'unavailable' });
  }
  const { status, stdout } = waxwing('verify', '--data', data);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^all is well: 2 accounts/);
  fs.rmSync(data, { recursive: true });
});

/** The same beside a server in this process, which has to answer it. */
async function aside(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { env: { PATH: process.env['PATH'] }, cwd: os.tmpdir() });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, ...said };
}

test('[M17] [000.9] verify looks at the database file of a running server too, which goes on meanwhile', async () => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
  const running = await bootServer({ data });
  await newMember(running.origin, 'one');
  expect(await aside('verify', '--data', data)).toMatchObject({ status: 0, stderr: '' });
  await running.restart(() => {
    const db = new DatabaseSync(path.join(data, 'waxwing.db'), { defensive: false });
    db.exec('CREATE TABLE lost (a); CREATE INDEX lost_by_a ON lost (a); PRAGMA writable_schema = ON');
    db.exec("DELETE FROM sqlite_schema WHERE name = 'lost_by_a'");
    db.close();
  });
  const { status, stdout, stderr } = await aside('verify', '--data', data);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^waxwing: database: .*never used.*\n$/);
  await newMember(running.origin, 'two');
  const other = openAdminLine(data);
  expect(await other.ask({ act: 'hold' })).toEqual({ held: true });
  expect((await aside('verify', '--data', data)).stderr).toMatch(/a check or a backup is under way/);
  await newMember(running.origin, 'three');
  expect(await running.admin({ act: 'release' })).toEqual({ still: false });
  expect(await other.ask({ act: 'release' })).toEqual({ still: true });
  expect(await other.ask({ act: 'release' })).toEqual({ still: false });
  expect(await other.ask({ act: 'hold' })).toEqual({ held: true });
  other.close();
  // Whoever went away holds nothing.
  await expect.poll(() => running.admin({ act: 'hold' })).toEqual({ held: true });
  await running.close();
  fs.rmSync(data, { recursive: true, force: true });
});

test('[M17] [000.9] verify names what was altered', async () => {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
  const other = await bootServer({ data });
  await talkWith(await newMember(other.origin, 'one'), await newMember(other.origin, 'two'));
  await other.close();
  const alter = (sql: string): string => {
    const db = new DatabaseSync(path.join(data, 'waxwing.db'));
    db.exec(sql);
    db.close();
    return waxwing('verify', '--data', data).stderr;
  };
  expect(alter('SELECT 1')).toBe('');
  expect(alter("UPDATE audit SET what = 'nothing' WHERE number = 2")).toMatch(/^waxwing: audit log: entry 2 /);
  expect(alter('UPDATE entries SET payload = zeroblob(10)')).toMatch(/conversation \S+: entry 1 was altered/);
  expect(alter('UPDATE chain_entries SET entry = zeroblob(10)')).toMatch(/account one: account chain/);
  const stream = path.join(data, 'streams', 'dale');
  fs.mkdirSync(stream, { recursive: true });
  fs.writeFileSync(path.join(stream, '2026-11-20.jsonl'), 'altered\n');
  expect(waxwing('verify', '--data', data).stderr).toMatch(/stream dale: a damaged line in 2026-11-20.jsonl/);
  fs.rmSync(data, { recursive: true });
});

test('whoever reads the output and has had enough ends the command without a word', async () => {
  const child = spawn(process.execPath, [...nodeOptions, program, 'help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let complaint = '';
  child.stderr.on('data', (bytes: Buffer) => (complaint += bytes.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  expect({ status, complaint }).toEqual({ status: 0, complaint: '' });
});

describe('wrong usage', () => {
  test.each([
    [['admin'], /^waxwing: admin wants an act/],
    [['admin', 'explode'], /^waxwing: admin knows no explode, see waxwing help admin$/m],
    [['admin', 'set', 'gravity', 'off'], /^waxwing: SWITCH is one of registration, /],
    [['admin', 'set', 'encryption', 'maybe'], /^waxwing: set encryption on or off\?/],
    [['admin', 'disable'], /^waxwing: exactly one NAME is wanted/],
    [['explode'], /^waxwing: there is no command explode/],
    [['serve', '--port', 'ninety'], /^waxwing: --port \(WAXWING_PORT\) is "ninety", but wants a port/],
    [['serve', '--host', '0.0.0.0'], /^waxwing: WAXWING_HOST is 0\.0\.0\.0, which others can reach/],
    [['serve', '--unknown'], /^waxwing: /],
  ])('%j ends with 2 and one line', (args, line) => {
    const { status, stdout, stderr } = waxwing(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('a room is made once, and said so', () => {
    expect(admin('room', 'garden')).toMatchObject({ status: 0, stdout: 'the room garden is there\n' });
    expect(admin('room', 'Garden')).toMatchObject({ status: 1, stderr: 'waxwing: there is a room garden already\n' });
    expect(admin('room', 'two words')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^waxwing: NAME of a room has /),
    });
    expect(admin('room').status).toBe(2);
  });

  test('a data folder that cannot be made is said to be so', () => {
    expect(waxwing('serve', '--data', '/proc/nowhere/data', '--port', '0')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^waxwing: cannot use \/proc\/nowhere\/data: .+\n$/),
    });
  });

  test('without a server there is nobody to ask', () => {
    const { status, stderr } = waxwing('admin', 'users', '--data', path.join(os.tmpdir(), 'nothing-here'));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^waxwing: no server runs on .*nothing-here/);
  });
});

test('help and version answer', () => {
  expect(waxwing('help')).toMatchObject({ status: 0, stdout: expect.stringContaining('serve') });
  expect(waxwing('help', 'admin').stdout).toContain('set SWITCH on|off');
  expect(waxwing('version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("[M50] [001.16] the data folder is its owner's alone, and a second server keeps out of it", () => {
  const modes = ['.', 'secrets', 'secrets/opaque', 'admin.sock', 'waxwing.db'].map(
    (name) => `${name} ${(fs.statSync(path.join(server.data, name)).mode & 0o777).toString(8)}`,
  );
  expect(modes).toEqual(['. 700', 'secrets 700', 'secrets/opaque 600', 'admin.sock 600', 'waxwing.db 600']);
  const { status, stderr } = waxwing('serve', '--data', server.data, '--port', '0');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^waxwing: another (process|server)/);
});

test('a port that is taken is named with its setting', () => {
  const { port } = new URL(server.origin);
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-'));
  const { status, stderr } = waxwing('serve', '--data', data, '--port', '0', '--tls-port', port);
  expect(status).toBe(1);
  expect(stderr).toBe(
    `waxwing: WAXWING_TLS_PORT: something else listens on 127.0.0.1 port ${port}; choose another with --tls-port\n`,
  );
  fs.rmSync(data, { recursive: true });
});

test('[M04] [M32] [000.9] [001.16] the output names no token, no password and no message', async () => {
  await raw(server.origin, 'GET', '/api/v1/account?ticket=SECRETSECRET');
  const lines = server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  expect(server.output()).not.toContain('SECRETSECRET');
});

/** A fresh invitation's token. */
function invitation(): string {
  const { link } = JSON.parse(admin('invite', '--json').stdout) as { link: string };
  return new URL(link).hash.slice(1);
}
