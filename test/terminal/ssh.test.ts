import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../src/crypto/verify/sshKey.ts';
import { registerOnLine } from '../support/line.ts';
import { anotherDevice, newPerson, type Person } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { blobOf, hasSshKeygen, sshAdd, sshKeygen, startAgent } from '../support/ssh.ts';
import vectors from '../vectors/ssh.json' with { type: 'json' };
import { type Machine, buildCommand, newMachine } from './support.ts';

// An SSH key says who somebody is, and opens nothing: the password, the recovery code or another device does.

const PROVED = /^Your SSH key has shown who you are\. It does not open your messages/;
const folder = mkdtempSync(path.join(tmpdir(), 'waxwing-ssh-'));
const socket = path.join(folder, 'agent');
const [first, second] = vectors.keys as [(typeof vectors.keys)[0], (typeof vectors.keys)[0]];

let server: TestServer;
let program: string;
let amara: Person;
let agent: { stop(): Promise<void> } | null = null;
const machines: Machine[] = [];
const machine = (password?: string | null, env: Record<string, string> = {}): Machine => {
  const one = newMachine(server.origin, password, program, env);
  machines.push(one);
  return one;
};
const withAgent = { SSH_AUTH_SOCK: socket };
const turn = (on: boolean) => server.admin({ act: 'set', switch: 'ssh-authentication', on });
const keyFile = (name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
};
beforeAll(async () => {
  server = await bootServer({ flags: { 'tls-port': '0' } });
  program = await buildCommand(folder);
  amara = await newPerson(server.origin, 'amara');
  await amara.client.addSshKeys(vectors.keys.map(({ line }) => line).join('\n'));
  if (hasSshKeygen()) agent = await startAgent(socket);
});
beforeEach(() => turn(true));
afterAll(async () => {
  await agent?.stop();
  amara.close();
  for (const one of machines) one.remove();
  rmSync(folder, { recursive: true, force: true });
  await server.close();
});

describe('[003.3] [Q6] logging in by SSH key in the terminal', () => {
  test.each(vectors.keys)('$name: of a file, and then the password opens what is there', async (key) => {
    const file = keyFile(key.name, key.privateKey);
    const { output, errors } = await machine().pipe(`/login amara ssh ${file}\n/users`);
    expect(output.split('\n')).toEqual([expect.stringMatching(PROVED), 'Authentication Succeeded', 'amara']);
    expect(errors).not.toContain('error');
  });

  test.each(vectors.keys)('$name: of an agent, confined as ever', async (key) => {
    if (!hasSshKeygen()) return;
    await emptied();
    sshAdd(socket, key.privateKey);
    const chat = machine(undefined, withAgent).chat();
    chat.type('/login amara ssh');
    await chat.shows(PROVED);
    await chat.shows('Authentication Succeeded');
    const unconfined = chat.errors().includes('is not confined');
    if (unconfined) process.stdout.write('skipped: needs Landlock\n');
    expect(/^NoNewPrivs:\t1$/m.test(readFileSync(`/proc/${chat.pid}/status`, 'utf8'))).toBe(!unconfined);
    expect(await chat.end()).toBe(0);
  });

  test('the recovery code opens it, too', async () => {
    const carol = await newPerson(server.origin, 'carol');
    await carol.client.addSshKeys(first.line);
    const { output } = await machine(carol.recoveryCode).pipe(`/login carol ssh ${keyFile('a', first.privateKey)}`);
    expect(output.split('\n')).toEqual([expect.stringMatching(PROVED), 'Authentication Succeeded']);
    carol.close();
  });

  test('without a secret nothing opens; another device lets it in then', async () => {
    const home = machine();
    await home.pipe('/register linked');
    const there = home.chat('--name', 'linked');
    await there.shows('Authentication Succeeded');
    await addKey('linked');
    const here = machine(null).chat();
    here.type(`/login linked ssh ${keyFile('a', first.privateKey)}`);
    await here.shows(PROVED);
    await here.shows('error: your messages were not opened; a device that is logged in opens them by /link linked');
    here.type('/link linked');
    const [code = ''] = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(await here.shows(/type this code/)) ?? [];
    there.type(`/link ${code}`);
    await there.shows(/wants in\. Does it show/);
    await here.shows(/Does the other device show/);
    there.type('yes');
    here.type('yes');
    await here.shows('Authentication Succeeded');
    expect(await Promise.all([here.end(), there.end()])).toEqual([1, 0]);
  });

  test('a wrong password after it, or none, opens nothing, and leaves no session and no folder', async () => {
    const before = await sessions();
    const [wrong, silent] = [machine('not the password'), machine(null)];
    const line = `/login amara ssh ${keyFile('a', first.privateKey)}`;
    expect((await wrong.pipe(line)).output).toMatch(/\nerror: invalid credentials$/);
    expect((await silent.pipe(line)).output).toMatch(/\nerror: your messages were not opened/);
    expect(await sessions()).toBe(before);
    for (const { folder: there } of [wrong, silent])
      expect(readdirSync(there, { recursive: true, encoding: 'utf8' }).join()).not.toContain('accounts/amara');
  });

  test('a device whose session has ended comes in by the key alone', async () => {
    const home = machine();
    await home.pipe('/register returning');
    await addKey('returning');
    await server.restart(() => inDatabase((database) => database.exec('DELETE FROM sessions')));
    const kept = readdirSync(home.folder, { recursive: true, encoding: 'utf8' });
    for (const file of kept.filter((one) => /certificate.*\.pem$|password$/.test(one)))
      rmSync(path.join(home.folder, file));
    const { output } = await home.pipe(`/login returning ssh ${keyFile('a', first.privateKey)}\n/users`);
    expect(output).toMatch(/^Authentication Succeeded\n(Your account has a new device\. .*\n)?returning$/);
  });

  test('[X9] an account without encryption keys gets them', async () => {
    await registerOnLine(server, 'bare');
    await server.restart(() => {
      const [type, blob] = first.line.split(' ');
      const sql = `INSERT INTO ssh_keys (account, fingerprint, public_key, label, added_at)
         SELECT no, '${fingerprintOf(blobOf(first.line))}', '${type} ${blob}', 'x', 1 FROM accounts WHERE username = 'bare'`;
      inDatabase((database) => database.exec(sql));
    });
    const { output } = await machine().pipe(`/login bare ssh ${keyFile('a', first.privateKey)}\n/users`);
    expect(output).toMatch(/^Your recovery code: .*\n.*\nAuthentication Succeeded\nbare$/);
  });
});

describe('[003.3] what an SSH key cannot do is said', () => {
  test('[Q7] a server that takes none says so, and asks for no password', async () => {
    await turn(false);
    const { output, status } = await machine().pipe(`/login amara ssh ${keyFile('a', first.privateKey)}`);
    expect(output).toBe('error: this server does not take SSH keys; log in with your password');
    expect(status).toBe(1);
  });

  test("[Q5] somebody else's key is no key, and no password is asked for", async () => {
    await newPerson(server.origin, 'bram').then((bram) => bram.client.addSshKeys(second.line).then(() => bram.close()));
    const { output } = await machine().pipe(`/login bram ssh ${keyFile('a', first.privateKey)}`);
    expect(output).toBe('error: invalid credentials');
  });

  test('a passphrase, a file that is not there, a public key and no agent', async () => {
    const file = keyFile('locked', vectors.refused.encryptedPrivateKey);
    const { output } = await machine().pipe(
      [
        `/login amara ssh ${file}`,
        `/login amara ssh ${path.join(folder, 'nowhere')}`,
        `/login amara ssh ${keyFile('public', first.line)}`,
        '/login amara ssh',
      ].join('\n'),
    );
    expect(output.split('\n')).toEqual([
      'error: this private key has a passphrase; add it to your agent with ssh-add, and try again',
      expect.stringMatching(/^error: ENOENT: no such file/),
      expect.stringMatching(/^error: this is no private key of OpenSSH/),
      expect.stringMatching(/^error: there is no SSH agent here/),
    ]);
  });

  test('an agent with nothing in it', async () => {
    if (!hasSshKeygen()) return;
    await emptied();
    const { output } = await machine(undefined, withAgent).pipe('/login amara ssh');
    expect(output).toBe('error: there is no key in your SSH agent that could be used; ssh-add FILE adds one');
  });

  test('of an agent the first six keys are tried, each with a challenge of its own, and no more', async () => {
    if (!hasSshKeygen()) return;
    await emptied();
    for (const name of ['1', '2', '3', '4', '5']) sshAdd(socket, another(name));
    sshAdd(socket, first.privateKey);
    const [sixth, seventh] = [machine(undefined, withAgent), machine(undefined, withAgent)];
    expect((await sixth.pipe('/login amara ssh')).output).toMatch(/\nAuthentication Succeeded$/);
    await emptied();
    for (const name of ['1', '2', '3', '4', '5', '6']) sshAdd(socket, another(name));
    sshAdd(socket, first.privateKey);
    expect((await seventh.pipe('/login amara ssh')).output).toMatch(/^error: the first 6 keys of your SSH agent/);
  });
});

/** Of the settings in a browser. */
async function addKey(username: string): Promise<void> {
  const browser = await anotherDevice(server.origin, username);
  expect(await browser.client.addSshKeys(first.line)).toMatchObject({ ok: true, added: 1 });
  browser.close();
}

async function emptied(): Promise<void> {
  await agent?.stop();
  agent = await startAgent(socket);
}

/** A key that no account has. */
function another(name: string): string {
  const file = path.join(folder, `other-${name}`);
  rmSync(file, { force: true });
  sshKeygen(folder, ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  return readFileSync(file, 'utf8');
}

/** How many there are. */
async function sessions(): Promise<number> {
  let count = Number.NaN;
  await server.restart(() =>
    inDatabase((database) => (count = Number(database.prepare('SELECT count(*) AS n FROM sessions').get()?.['n']))),
  );
  return count;
}

/** Of a server that is stopped. */
function inDatabase(act: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(path.join(server.data, 'waxwing.db'));
  act(database);
  database.close();
}
