import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAdminLine } from '../../src/cli/adminSocket.ts';
import type { AuditEntry, Overview } from '../../src/protocol/api/admin.ts';
import { getInstance } from '../../src/protocol/api/instance.ts';
import { Server } from '../../src/client/server.ts';
import { newKey, waxwing } from '../support/backups.ts';
import { program } from '../support/command.ts';
import { handClock } from '../support/handClock.ts';
import { reporter } from '../support/machine.ts';
import { anotherDevice, newPerson, say, talking } from '../support/people.ts';
import { Cookies } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-backup-'));
const at = (name: string): string => path.join(work, name);
const MARK = 'zeppelin';

let server: TestServer;
let recipient: string;
let identityFile: string;
/** Of two people who talked, and a machine that reported, throughout. */
const loaded = at('loaded.age');
const acknowledged = { texts: new Set<string>(), record: 0 };
const seen = { instance: '', incarnation: '' };

const verify = (file: string) => waxwing('verify', file, '--identity-file', identityFile);
const restore = (file: string, data: string) =>
  waxwing('restore', file, '--identity-file', identityFile, '--data', data);

beforeAll(async () => {
  ({ recipient, identityFile } = await newKey(work));
  server = await bootServer({ data: at('data') });
});
afterAll(async () => {
  await server.close();
  fs.rmSync(work, { recursive: true, force: true });
});

test('[000.9] [M45] a backup of a running server holds what was acknowledged before it began, while all go on writing', async () => {
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  Object.assign(seen, await new Server(new Cookies(server.origin)).call(getInstance));
  const [amara, bram] = [await newPerson(server.origin, 'amara'), await newPerson(server.origin, 'bram')];
  const [here, , id] = await talking(amara, bram);
  const report = reporter(() => server.origin);
  const going = { on: true, records: 0, sent: 0 };
  const acknowledgedTexts = (): string[] =>
    (here.view()?.items ?? []).flatMap(({ body, seq }) => (body.type === 'text' && seq !== null ? [body.text] : []));
  const load = (async () => {
    while (going.on) {
      going.records = await report('dale', { message: `${MARK} ${going.records}`, id: `record ${going.records}` });
      if (going.sent - acknowledgedTexts().length < 50) await say(amara, id, `${MARK} ${(going.sent += 1)}`);
    }
  })();
  await here.until(() => acknowledgedTexts().length >= 20, 'some are acknowledged');

  for (const text of acknowledgedTexts()) acknowledged.texts.add(text);
  acknowledged.record = going.records;
  const sentBefore = going.sent;
  const to = ['--recipient', recipient];
  const { status, stdout, stderr } = await waxwing('backup', loaded, '--data', server.data, ...to, '--json');
  const sentMeanwhile = going.sent - sentBefore;
  going.on = false;
  await load;

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({ file: loaded, bytes: fs.statSync(loaded).size, sealedTo: 'recipient' });
  expect(fs.statSync(loaded).mode & 0o777).toBe(0o600);
  expect(sentMeanwhile).toBeGreaterThan(0);
  for (const person of [amara, bram]) person.close();
});

test('[000.9] [M04] it is sealed: no word, name or key of the server stands in it', async () => {
  const bytes = fs.readFileSync(loaded);
  const secrets = ['opaque', 'names', 'machine-tokens', 'ca/key.pem'].map((name) =>
    fs.readFileSync(path.join(server.data, 'secrets', name), 'utf8').trim(),
  );
  for (const word of [MARK, 'amara', 'waxwing.db', 'SQLite format', 'secrets', ...secrets]) {
    for (const form of ['utf8', 'utf16le'] as const) expect(bytes.includes(Buffer.from(word, form))).toBe(false);
    expect(bytes.includes(Buffer.from(word).toString('base64').replace(/=+$/, ''))).toBe(false);
  }
});

test('[000.9] [M45] [V11] restored elsewhere it is the same server: people log in with their password and read all of it', async () => {
  expect((await verify(loaded)).stdout).toMatch(/^all is well: 2 accounts, /);
  const data = at('restored');
  const { status, stdout, stderr } = await restore(loaded, data);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^restored to .* as it was at \d{4}-.*: 2 accounts, /);
  expect(fs.readdirSync(data).toSorted()).toEqual(['secrets', 'streams', 'waxwing.db']);
  expect((await restore(loaded, data)).stderr).toMatch(/^waxwing: .* is not empty/);

  const again = await bootServer({ data });
  const is = await new Server(new Cookies(again.origin)).call(getInstance);
  expect(is.instance).toBe(seen.instance);
  expect(is.incarnation).not.toBe(seen.incarnation);
  const amara = await anotherDevice(again.origin, 'amara');
  await amara.until(({ inbox }) => inbox.length === 1, 'the conversation');
  const id = amara.state().inbox[0]!.conversation;
  const talk = amara.conversation(id);
  await talk.until(({ items }) => items.length > 0, 'what was said');
  const texts = new Set((await talk.fromBeginning()).map(({ body }) => (body.type === 'text' ? body.text : null)));
  expect([...acknowledged.texts].filter((text) => !texts.has(text))).toEqual([]);
  const [day = ''] = fs.readdirSync(path.join(data, 'streams', 'dale'));
  const records = fs
    .readFileSync(path.join(data, 'streams', 'dale', day), 'utf8')
    .trimEnd()
    .split('\n');
  expect(records.length).toBeGreaterThanOrEqual(acknowledged.record);
  amara.close();
  await again.close();
  expect((await waxwing('verify', '--data', data)).stdout).toMatch(/^all is well/);
  const db = new DatabaseSync(path.join(data, 'waxwing.db'), { readOnly: true });
  expect(db.prepare("SELECT who, what FROM audit WHERE what = 'restored'").all()).toHaveLength(1);
  db.close();
});

test('[000.9] age, tar and sha256sum read it without Waxwing', () => {
  if (spawnSync('age', ['--version']).status !== 0) return void process.stdout.write('skipped: needs age\n');
  const folder = at('by-hand');
  fs.mkdirSync(folder);
  const command = 'age -d -i "$KEY" "$FILE" | tar x && sha256sum -c --quiet SHA256SUMS && find . -type f | wc -l';
  const env = { PATH: process.env['PATH'], KEY: identityFile, FILE: loaded };
  const { status, stdout } = spawnSync('sh', ['-c', command], { cwd: folder, env, encoding: 'utf8' });
  expect({ status, files: Number(stdout) > 8 }).toEqual({ status: 0, files: true });
});

describe('[000.9] [M45] a backup that is not what was written', () => {
  test.each([
    ['a flipped byte in its header', (bytes: Buffer) => flipped(bytes, 40)],
    ['a flipped byte near its beginning', (bytes: Buffer) => flipped(bytes, 1000)],
    ['a flipped byte in the middle', (bytes: Buffer) => flipped(bytes, bytes.length >> 1)],
    ['a flipped byte at its end', (bytes: Buffer) => flipped(bytes, bytes.length - 1)],
    ['its last byte missing', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['its end missing where a piece ends', (bytes: Buffer) => bytes.subarray(0, endOfPiece(bytes))],
    ['most of it missing', (bytes: Buffer) => bytes.subarray(0, 300)],
    ['nothing in it', () => Buffer.alloc(0)],
  ])('with %s is named, and a restore leaves nothing', async (what, damage) => {
    const file = at('damaged.age');
    fs.writeFileSync(file, damage(fs.readFileSync(loaded)));
    const data = at('nothing');
    const { status, stderr } = await restore(file, data);
    expect([what, status]).toEqual([what, 1]);
    expect(stderr).toMatch(/^waxwing: (the backup is damaged|this is no backup|this identity does not open)[^\n]*\n$/);
    expect(fs.existsSync(data)).toBe(false);
  });

  test('verify says the same of it', async () => {
    fs.writeFileSync(at('damaged.age'), flipped(fs.readFileSync(loaded), 200_000));
    expect(await verify(at('damaged.age'))).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^waxwing: the backup is damaged, or its end is missing: between byte \d+ and/),
    });
    expect(fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith('waxwing-verify-'))).toEqual([]);
  });

  test.each([
    ['the database', 'DELETE FROM sqlite_schema', /database: /],
    ['the audit chain', "UPDATE audit SET what = 'nothing' WHERE number = 2", /audit log: entry 2 /],
    [
      'a conversation',
      'UPDATE entries SET payload = zeroblob(10) WHERE seq = 1',
      /conversation \S+: entry 1 was altered/,
    ],
  ])('made of a folder in which %s was altered is named so, and not restored', async (_what, sql, named) => {
    const [folder, file, data] = [at('altered'), at('altered.age'), at('nothing')];
    fs.cpSync(at('restored'), folder, { recursive: true });
    const db = new DatabaseSync(path.join(folder, 'waxwing.db'), { defensive: false });
    db.exec(
      sql.startsWith('DELETE')
        ? "CREATE TABLE lost (a); CREATE INDEX lost_by_a ON lost (a); PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'lost_by_a'"
        : sql,
    );
    db.close();
    expect(await waxwing('backup', file, '--data', folder, '--recipient', recipient)).toMatchObject({ status: 0 });
    expect((await verify(file)).stderr).toMatch(named);
    expect((await restore(file, data)).stderr).toMatch(named);
    expect(fs.existsSync(data)).toBe(false);
    for (const place of [folder, file]) fs.rmSync(place, { recursive: true });
  });
});

test('[000.9] with a passphrase it opens by that and no other', async () => {
  const [file, right, wrong] = [at('passphrase.age'), at('right'), at('wrong')];
  fs.writeFileSync(right, 'five words that nobody guesses\n');
  fs.writeFileSync(wrong, 'five words that somebody guesses\n');
  const backup = await waxwing('backup', file, '--data', at('restored'), '--passphrase-file', right);
  expect(backup).toMatchObject({ status: 0, stderr: '' });
  fs.writeFileSync(at('short'), 'short\n');
  const short = await waxwing('backup', at('short.age'), '--data', at('restored'), '--passphrase-file', at('short'));
  expect(short).toMatchObject({ status: 0, stderr: expect.stringMatching(/^waxwing: this is short: .*\n$/) });
  const opened = (by: string) => waxwing('verify', file, '--passphrase-file', by);
  expect((await opened(right)).stdout).toMatch(/^all is well: 2 accounts/);
  expect(await opened(wrong)).toMatchObject({
    status: 1,
    stderr: 'waxwing: this passphrase does not open the backup\n',
  });
  expect((await verify(file)).stderr).toMatch(/is encrypted to a passphrase, not to a key/);
  expect(await waxwing('restore', file, '--data', at('nothing'))).toMatchObject({ status: 2 });
});

test('[000.9] what cannot be done is said in one line, and nothing is written over', async () => {
  const before = fs.readFileSync(loaded);
  const to = ['--recipient', recipient];
  const said = async (...args: string[]) => {
    const { status, stderr } = await waxwing(...args);
    return [status, stderr];
  };
  const data = ['--data', server.data];
  expect(await said('backup', loaded, ...data, ...to)).toEqual([
    1,
    `waxwing: ${loaded} is there already: name another file\n`,
  ]);
  expect(fs.readFileSync(loaded).equals(before)).toBe(true);
  expect(await said('backup', at('new.age'), '--data', at('none'), ...to)).toEqual([
    1,
    expect.stringMatching(/holds no database/),
  ]);
  expect(await said('backup', at('none/new.age'), ...data, ...to)).toEqual([
    1,
    `waxwing: there is no folder ${at('none')}: make it first\n`,
  ]);
  expect(await said('backup', at('new.age'), ...data, '--recipient', 'age1mistake')).toEqual([
    2,
    expect.stringMatching(/wants a public key of age/),
  ]);
  expect(await said('backup', at('new.age'), ...data)).toEqual([2, expect.stringMatching(/--passphrase-file/)]);
  expect(await said('restore', at('none.age'))).toEqual([1, expect.stringMatching(/there is no /)]);
  expect(fs.existsSync(at('new.age'))).toBe(false);
});

test('[000.9] kill -9 in the middle leaves no half file under the name, and the next one begins at once', async () => {
  const file = at('killed.age');
  for (let round = 0; round < 3; round++) {
    const args = ['backup', file, '--data', server.data, '--recipient', recipient];
    const child = spawn(process.execPath, [program, ...args], { stdio: 'ignore' });
    const ended = once(child, 'close');
    await expect.poll(() => fs.existsSync(`${file}.new`) || child.exitCode !== null, { interval: 1 }).toBe(true);
    child.kill('SIGKILL');
    await ended;
    expect(fs.existsSync(file) ? (await verify(file)).status : 0).toBe(0);
    fs.rmSync(file, { force: true });
  }
  expect(await waxwing('backup', file, '--data', server.data, '--recipient', recipient)).toMatchObject({ status: 0 });
  expect(fs.existsSync(`${file}.new`)).toBe(false);
});

test('[000.9] on a full disk a backup and a restore say so, and leave nothing', async () => {
  const small = at('small');
  fs.mkdirSync(small);
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=100k', 'tmpfs', small]).status !== 0)
    return void process.stdout.write('skipped: needs mount\n');
  const file = path.join(small, 'full.age');
  const backup = await waxwing('backup', file, '--data', server.data, '--recipient', recipient);
  const restored = await restore(loaded, path.join(small, 'data'));
  const left = fs.readdirSync(small);
  spawnSync('umount', [small]);
  expect(backup).toMatchObject({ status: 1, stderr: `waxwing: no room is left on the disk of ${file}\n` });
  expect(restored).toMatchObject({ status: 1, stderr: expect.stringMatching(/^waxwing: no room is left/) });
  expect(left).toEqual([]);
});

test('[000.9] a server does not start where a restore was cut short', async () => {
  const data = at('cut');
  fs.mkdirSync(path.join(data, 'restoring'), { recursive: true });
  await expect(bootServer({ data })).rejects.toThrow('was cut short');
  expect((await restore(loaded, data)).stderr).toMatch(/is not empty/);
});

test('[000.9] by itself the server makes backups, keeps as many as it shall, and tries again after a failure', async () => {
  const clock = handClock();
  const flags = { 'backup-recipient': recipient, 'backup-hours': '6', 'backup-keep': '2' };
  const own = await bootServer({ data: at('scheduled'), clock, flags });
  const folder = path.join(own.data, 'backups');
  const made = (): string[] =>
    fs
      .readdirSync(folder)
      .filter((name) => name.endsWith('.age'))
      .toSorted();
  const HOUR = 3600_000;

  const check = openAdminLine(own.data);
  expect(await check.ask({ act: 'hold' })).toEqual({ held: true });
  clock.advance(60_000);
  await expect.poll(() => own.logged.join('')).toContain('no backup was made');
  expect(made()).toEqual([]);
  const health = async () => ((await own.admin({ act: 'overview' })) as Overview).health;
  expect(await health()).toMatchObject({ lastBackup: null, verifiedBackup: null, backupsFail: true });
  await check.ask({ act: 'release' });
  check.close();
  // Another minute with each look, until the server has looked at the clock, too.
  const later = (): string[] => {
    clock.advance(60_000);
    return made();
  };
  await expect.poll(later).toHaveLength(1);
  const [first = ''] = made();
  expect(first).toMatch(/^waxwing-2026-11-20T09\d{4}Z\.age$/);
  clock.advance(6 * HOUR);
  await expect.poll(later).toHaveLength(2);
  clock.advance(6 * HOUR);
  await expect.poll(later).not.toContain(first);
  expect(made()).toHaveLength(2);
  expect((await verify(path.join(folder, made()[1]!))).stdout).toMatch(/^all is well/);
  expect(own.logged.filter((line) => line.includes('no backup was made'))).toHaveLength(1);
  expect(await health()).toMatchObject({ verifiedBackup: expect.any(Number), backupsFail: false });

  // From here on it backs up what is damaged, again and again: no good one goes for that.
  const kept = made();
  const stream = path.join(own.data, 'streams', 'dale');
  fs.mkdirSync(stream, { recursive: true });
  fs.writeFileSync(path.join(stream, '2026-11-19.jsonl'), 'no record\n');
  for (const count of [1, 2]) {
    clock.advance(6 * HOUR);
    await expect.poll(() => (later(), damagedSaid(own.logged))).toHaveLength(count);
    expect(made()).toEqual([...kept, expect.any(String)]);
  }
  expect(damagedSaid(own.logged)[1]).toMatch(/is damaged: stream dale: a damaged line in 2026-11-19/);
  expect(await health()).toMatchObject({ backupsFail: true });
  fs.rmSync(stream, { recursive: true });
  clock.advance(6 * HOUR);
  await expect.poll(async () => (later(), (await health()).backupsFail)).toBe(false);
  await expect.poll(made).toHaveLength(2);
  const { entries } = (await own.admin({ act: 'audit' })) as { entries: AuditEntry[] };
  const told = entries.toReversed().map(({ what, subject }) => [what, subject !== '']);
  const good = ['backup verified', true];
  const bad = ['backup damaged', true];
  expect(told).toEqual([['backup not made', false], good, good, good, bad, bad, good]);
  await own.close();
  await expect(
    bootServer({ data: at('scheduled'), flags: { 'backup-recipient': `${recipient.slice(0, -1)}q` } }),
  ).rejects.toThrow('WAXWING_BACKUP_RECIPIENT');
});

const damagedSaid = (lines: readonly string[]): string[] => lines.filter((line) => line.includes('is damaged: '));

function flipped(bytes: Buffer, place: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[place] = (copy[place] ?? 0) ^ 1;
  return copy;
}

/** Where a sealed piece ends that is not the last: 64 KiB and a tag each, behind header and nonce. */
function endOfPiece(bytes: Buffer): number {
  const header = bytes.indexOf('\n', bytes.indexOf('\n---') + 1) + 1;
  return header + 16 + 2 * (64 * 1024 + 16);
}
