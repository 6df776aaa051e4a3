import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addRule } from '../../src/protocol/api/streams.ts';
import { adminLink } from '../support/admin.ts';
import { nodeOptions, program } from '../support/command.ts';
import { openDevice } from '../support/device.ts';
import { registerOnLine } from '../support/line.ts';
import { enter, message, say as reportAs } from '../support/machine.ts';
import { newMember } from '../support/member.ts';
import { anotherDevice, newPerson, online, say } from '../support/people.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { type Machine, newMachine } from './support.ts';

const TIME = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;
const told = (line: string) => new RegExp(`^${TIME} ${RegExp.escape(line)}$`);

let server: TestServer;
const machines: Machine[] = [];
const machine = (password?: string | null): Machine => {
  const one = newMachine(server.origin, password);
  machines.push(one);
  return one;
};
beforeAll(async () => {
  server = await bootServer({ flags: { 'tls-port': '0' } });
});
afterAll(async () => {
  for (const one of machines) one.remove();
  await server.close();
});

test('[001.1] [001.4] [001.5] [001.6] [001.3] two people register, talk in public and in private, and leave', async () => {
  const [sam, erik] = [machine().chat(), machine().chat()];
  sam.type('/register sam');
  await sam.shows('Registration Succeeded');
  await sam.shows(/^Your recovery code: ([0-9A-Z]{4}-){13}[0-9A-Z]{4}$/);
  erik.type('/register sam');
  await erik.shows('error: user already exists');
  erik.type('/register erik');
  await erik.shows('Registration Succeeded');

  erik.type('/users');
  await erik.shows('erik sam');
  sam.type('this is a message');
  await sam.shows(told('sam: this is a message'));
  await erik.shows(told('sam: this is a message'));
  erik.type('@sam hey');
  await sam.shows(told('erik: @sam hey'));
  // What has just come is in the index in a moment.
  const search = (): readonly string[] => {
    sam.type('/search from:erik he');
    return sam.lines();
  };
  await expect.poll(search, { interval: 1500, timeout: 60_000 }).toContain('1 message.');
  sam.type('/search hey from:sam');
  await sam.shows('Nothing on this machine has these words.');

  sam.type('/exit');
  expect(await sam.end()).toBe(0);
  erik.type('/users');
  await erik.shows('erik');
  expect(await erik.end()).toBe(1);
});

/** What a terminal says that comes back after another device was added: that there is one, as long as it is not put away. */
const AFTER_ANOTHER_DEVICE = /^Authentication Succeeded(\nYour account has a new device\. .*)?$/;

describe('[001.2] logging in', () => {
  test('from another machine by the password; a wrong one and a second one are refused, and one may try again', async () => {
    const home = machine();
    await home.pipe('/register dale\nhello');
    const away = machine();
    expect(await away.pipe('/login dale\n/users')).toMatchObject({
      status: 0,
      output: 'Authentication Succeeded\ndale',
    });

    const mallory = machine('not the password');
    const guess = mallory.chat();
    guess.type('/login dale');
    await guess.shows('error: invalid credentials');
    guess.type('/users');
    await guess.shows('error: log in first');
    guess.type('/login nobody-at-all');
    guess.type('/register mallory');
    await guess.shows('Registration Succeeded');
    expect(guess.lines().filter((line) => line === 'error: invalid credentials')).toHaveLength(2);
    expect(await guess.end()).toBe(1);

    const lost = newMachine('http://127.0.0.1:9');
    machines.push(lost);
    const alone = lost.chat();
    alone.type('hello');
    await alone.shows('error: the server cannot be reached');
    expect(await alone.end()).toBe(1);

    const first = home.chat('--name', 'dale');
    await first.shows('Authentication Succeeded');
    expect(await home.pipe('/login dale')).toMatchObject({ status: 1, output: 'error: user is already logged in' });
    first.type('/login dale');
    await first.shows('error: user is already logged in');
    await first.end();
    const { status, output } = await home.pipe('/login dale');
    expect(status).toBe(0);
    expect(output).toMatch(AFTER_ANOTHER_DEVICE);
  });

  test('a machine that is a device already needs no password: its certificate proves who it is', async () => {
    const home = machine();
    await home.pipe('/register certain');
    expect(readdirSync(accountOn(home, 'certain'))).toContain('certificate.pem');
    // The session ends, as if 90 days had passed.
    await server.restart(() => {
      const database = new DatabaseSync(path.join(server.data, 'waxwing.db'));
      database.exec('DELETE FROM sessions');
      database.close();
    });
    rmSync(path.join(home.folder, 'password'));
    expect(await home.pipe('/login certain\n/users')).toMatchObject({ output: 'Authentication Succeeded\ncertain' });
  });

  test('without a password only the recovery code opens the account', async () => {
    const home = machine(null);
    const { output } = await home.pipe('/register codeonly');
    const [code = ''] = /([0-9A-Z]{4}-){13}[0-9A-Z]{4}/.exec(output) ?? [];
    expect(await machine(null).pipe('/login codeonly')).toMatchObject({ output: 'error: invalid credentials' });
    expect(await machine('').pipe('/login codeonly')).toMatchObject({ output: 'error: invalid credentials' });
    const found = machine(code);
    expect(await found.pipe('/login codeonly')).toMatchObject({ output: 'Authentication Succeeded' });
  });

  test('[N1] another device lets this machine in, when both show the same number', async () => {
    const home = machine();
    await home.pipe('/register linked');
    await home.pipe('hello', '--name', 'linked');
    const [there, here] = [home.chat('--name', 'linked'), machine(null).chat()];
    await there.shows('Authentication Succeeded');
    here.type('/link linked');
    const [code = ''] = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(await here.shows(/type this code/)) ?? [];
    there.type(`/link ${code}`);
    const [number = ''] = /\d{9}/.exec(await there.shows(/wants in\. Does it show/)) ?? [];
    await here.shows(`Does the other device show ${number}? Type yes if it does: `);
    there.type('yes');
    here.type('yes');
    await there.shows(/is a device of your account now/);
    await here.shows('Authentication Succeeded');
    here.type('@linked nobody');
    here.type('/users');
    await here.shows('linked');
    await here.end();

    const refused = machine(null).chat();
    refused.type('/link linked');
    const [again = ''] = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(await refused.shows(/type this code/)) ?? [];
    there.type(`/link ${again}`);
    const [other = ''] = /\d{9}/.exec(await refused.shows(/Type yes if it does/)) ?? [];
    await there.shows(new RegExp(`Does it show ${other}`));
    refused.type('no');
    await refused.shows('error: invalid credentials');
    refused.type('/users');
    await refused.shows('error: log in first');
    there.type('no');
    await there.shows('error: nothing was done');
    expect(await Promise.all([there.end(), refused.end()])).toEqual([1, 1]);
  });

  test('[N3] programs get the link of the QR code, plain mode draws none; whoever has the link compares no number', async () => {
    const home = machine();
    await home.pipe('/register provisioned');
    const [there, here] = [home.chat('--name', 'provisioned'), machine(null).chat('--json')];
    await there.shows('Authentication Succeeded');
    here.type('/link provisioned');
    const { link } = JSON.parse(await here.shows(/type this code/)) as { link: string };
    expect(link).toMatch(new RegExp(`^${RegExp.escape(`${server.origin}/link#`)}`));
    there.type(`/link ${link}`);
    await there.shows(/^Let in /);
    there.type('yes');
    await here.shows(/Authentication Succeeded/);
    const plain = machine(null).chat();
    plain.type('/link provisioned');
    await plain.shows(/type this code/);
    expect(plain.lines().join('')).not.toMatch(/[▀▄█#]/);
    await plain.kill();
    expect(await Promise.all([there.end(), here.end()])).toEqual([0, 0]);
  });

  test('[001.1] an account that a certificate request made gets its keys here, by that certificate, or an alarm', async () => {
    const { key, chain } = await registerOnLine(server, 'bare');
    const home = machine();
    const [certificate, secret] = ['bare.pem', 'bare.key'].map((file) => path.join(home.folder, file));
    writeFileSync(certificate!, chain, { mode: 0o600 });
    writeFileSync(secret!, key.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
    const { output } = await home.pipe(`/login bare ${certificate} ${secret}\nhello`);
    expect(output).toMatch(/^Your recovery code: .*\n.*\nAuthentication Succeeded\n.* bare: hello$/);
    const friend = await newPerson(server.origin, 'bares-friend');
    const started = await friend.client.startDirect('bare');
    await say(friend, started.ok ? started.conversation : '', 'now that you have keys');
    expect((await home.pipe('/login bare')).output).toMatch(/bares-friend: @bare now that you have keys$/);
    expect((await machine().pipe('/login bare')).output).toMatch(/^Authentication Succeeded/);
    const alarm = await machine().pipe(`/login bare ${certificate} ${secret}\n/users`);
    expect(alarm.output).toMatch(/^error: STOP: the account has encryption keys that were not made here/);
    expect(alarm.output).toMatch(/error: log in first$/);
    const another = await registerOnLine(server, 'another');
    writeFileSync(secret!, another.key.export({ format: 'pem', type: 'pkcs8' }));
    const wrong = await machine().pipe(`/login bare ${certificate} ${secret}\n/users`);
    expect(wrong.output).toBe('error: that is not the key of that certificate\nerror: log in first');
    friend.close();
  });

  test('everything but logging in, registering, help and leaving wants it first', async () => {
    const { output } = await machine().pipe(
      'hello\n@sam hello\n/users\n/join lobby\n/nonsense\n/register\n/exit\nlost',
    );
    expect(output.split('\n')).toEqual([
      ...Array.from({ length: 4 }, () => 'error: log in first'),
      'error: unknown command',
      'error: usage is /register NAME',
    ]);
  });
});

describe('messages', () => {
  test('[001.6] what comes while one is away is loaded at the next log-in, once', async () => {
    const [ann, ben] = [machine(), machine()];
    await ann.pipe('/register ann');
    await ben.pipe('/register ben');
    expect(await ben.pipe('@ann are you there\n@ann hello?')).toMatchObject({ status: 0 });
    await ben.pipe('hello everybody');
    const { output } = await ann.pipe('/login ann');
    expect(output.split('\n')).toEqual([
      'Authentication Succeeded',
      expect.stringMatching(told('ben: @ann are you there')),
      expect.stringMatching(told('ben: @ann hello?')),
      expect.stringMatching(told('ben: hello everybody')),
    ]);
    expect((await ann.pipe('/login ann')).output).toBe('Authentication Succeeded');
  });

  test('[001.6] `echo "@sam hello" | waxwing chat --plain --name erik` ends with 0 when the server has it', async () => {
    const [cat, dog] = [machine(), machine()];
    await cat.pipe('/register cat');
    await dog.pipe('/register dog');
    expect(await cat.pipe('@dog hello', '--name', 'cat')).toMatchObject({
      status: 0,
      output: expect.stringMatching(new RegExp(`^Authentication Succeeded\n${TIME} cat: @dog hello$`)),
    });
    expect(await cat.pipe('@dog and again')).toMatchObject({ status: 0 });
    expect(await cat.pipe('@nobody-here hello')).toMatchObject({
      status: 1,
      output: expect.stringMatching(/error: there is nobody/),
    });
    expect((await dog.pipe('/login dog')).output).toMatch(/cat: @dog hello\n.*cat: @dog and again$/);
    await server.stop();
    expect(await cat.pipe('@dog hello')).toMatchObject({ status: 1, output: 'error: the server cannot be reached' });
    await server.restart();
  });

  test('for programs, a JSON object a line', async () => {
    const one = machine();
    await one.pipe('/register jay');
    await machine().pipe('/register kay');
    const { output } = await one.pipe('one\n@kay in private\n/users\n/what', '--json', '--name', 'jay');
    const said = output.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(said).toContainEqual({ type: 'answer', text: 'jay', failed: false });
    expect(said).toContainEqual({ type: 'answer', text: 'error: unknown command', failed: true });
    expect(said).toContainEqual({
      type: 'message',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      from: 'jay',
      to: 'kay',
      room: null,
      encrypted: true,
      text: 'in private',
    });
  });

  test('[001.5] hostile text is one line of its author, with nothing in it that a terminal obeys', async () => {
    const home = machine();
    const victim = home.chat();
    victim.type('/register victim');
    await victim.shows('Registration Succeeded');
    const mallory = await newPerson(server.origin, 'mallory-web');
    const lobby = mallory.state().rooms[0]!.conversation;
    await say(
      mallory,
      lobby,
      'hi\n2026-01-01 00:00:00 sam: I owe you\r\u001b[2J\u001b]0;title\u0007\u202eevil\u2028end',
    );
    await victim.shows(told('mallory-web: hi ⏎ 2026-01-01 00:00:00 sam: I owe you ⏎ [2J]0;titleevil ⏎ end'));
    expect(victim.lines().join('')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}]/u);
    await victim.end();
    mallory.close();
  });

  test('killed right after it sent, it loses nothing and says nothing twice', async () => {
    const home = machine();
    await home.pipe('/register phoenix');
    const peer = await newPerson(server.origin, 'peer');
    const first = home.chat('--name', 'phoenix');
    await first.shows('Authentication Succeeded');
    for (let n = 1; n <= 5; n++) first.type(`@peer number ${n}`);
    await first.shows(told('phoenix: @peer number 3'));
    await first.kill();
    const { status } = await home.pipe('@peer the last', '--name', 'phoenix');
    expect(status).toBe(0);
    const started = await peer.client.startDirect('phoenix');
    const talk = peer.conversation(started.ok ? started.conversation : '');
    await talk.until(() => talk.texts().includes('the last'), 'everything');
    const texts = talk.texts();
    expect(texts).toEqual([...new Set(texts)]);
    expect(texts.slice(0, 3)).toEqual(['number 1', 'number 2', 'number 3']);
    peer.close();
  });
});

test('a contact with a new identity gets nothing until one has accepted it', async () => {
  const home = machine();
  await home.pipe('/register careful');
  const contact = await newPerson(server.origin, 'contact');
  expect(await home.pipe('@contact before', '--name', 'careful')).toMatchObject({ status: 0 });
  contact.close();
  const token = await adminLink(server, { act: 'reset', name: 'contact' });
  const anew = openDevice(server.origin);
  await anew.until(({ phase }) => phase === 'out', 'nobody is logged in');
  expect(await anew.client.reset(token, 'another password, just as long')).toMatchObject({ ok: true });
  await online(anew);

  const chat = home.chat('--name', 'careful');
  await chat.shows('Authentication Succeeded');
  chat.type('@contact is it you?');
  await chat.shows(/^contact has a new identity\. Nothing is sent to them until you accept it/);
  chat.type('/verify contact');
  await chat.shows(/^You and contact: (\d{5} ){11}\d{5}\./);
  const started = await anew.client.startDirect('careful');
  const talk = anew.conversation(started.ok ? started.conversation : '');
  expect(talk.texts()).toEqual([]);
  chat.type('/accept contact');
  await chat.shows('From now on you trust the new identity of contact.');
  await talk.until(() => talk.texts().includes('is it you?'), 'what waited');
  await chat.end();
  anew.close();
});

test('[001.6] on a new machine a long absence is told whole, in its order', async () => {
  await machine().pipe('/register longgone');
  const talker = await newPerson(server.origin, 'talker');
  const lobby = talker.state().rooms[0]!.conversation;
  const said = Array.from({ length: 120 }, (_, n) => `line ${n}`);
  for (const text of said) await say(talker, lobby, text);
  const talk = talker.conversation(lobby);
  await talk.until(({ items }) => items.every(({ state }) => state !== 'sending'), 'all is sent');
  const { output } = await machine().pipe('/login longgone');
  expect(output.split('\n').flatMap((line) => line.split('talker: ')[1] ?? [])).toEqual(said);
  talker.close();
});

test('browser and terminal are one account: what is read in one is read in the other', async () => {
  const home = machine();
  await home.pipe('/register both');
  const browser = await anotherDevice(server.origin, 'both');
  const friend = await newPerson(server.origin, 'friend');
  const started = await friend.client.startDirect('both');
  const conversation = started.ok ? started.conversation : '';
  await say(friend, conversation, 'for both of you');
  await browser.until(({ unread }) => unread === 1, 'unread in the browser');
  const terminal = home.chat('--name', 'both');
  await terminal.shows(told('friend: @both for both of you'));
  await browser.until(({ unread }) => unread === 0, 'read in the browser, too');

  await say(browser, conversation, 'from the browser');
  await terminal.shows(told('both: @friend from the browser'));
  terminal.type('@friend from the terminal');
  const talk = browser.conversation(conversation);
  await talk.until(() => talk.texts().includes('from the terminal'), 'what the terminal said');
  await terminal.end();

  await say(friend, conversation, 'read in the browser');
  await talk.until(() => talk.texts().includes('read in the browser'), 'it');
  await browser.client.markRead(conversation);
  await friend.conversation(conversation).until(({ items }) => items.at(-1)?.state === 'read', 'read');
  expect((await home.pipe('/login both')).output).toMatch(AFTER_ANOTHER_DEVICE);
  browser.close();
  friend.close();
});

describe('on the disk', () => {
  test('[001.17] it can write nowhere but in its own folder', async () => {
    const home = machine();
    const chat = home.chat();
    chat.type('/help');
    await chat.shows(/^\/register NAME/);
    const unconfined = chat.errors().includes('is not confined');
    if (unconfined) process.stdout.write('skipped: needs Landlock\n');
    const confined = /^NoNewPrivs:\t1$/m.test(readFileSync(`/proc/${chat.pid}/status`, 'utf8'));
    expect(confined).toBe(!unconfined);
    await chat.end();
  });

  test('[001.17] nothing in its environment switches that off unsaid', async () => {
    const home = newMachine(server.origin, undefined, program, { WAXWING_CONFINED: '1' });
    machines.push(home);
    const chat = home.chat();
    chat.type('/help');
    await chat.shows(/^\/register NAME/);
    const unconfined = chat.errors().includes('is not confined');
    expect(/^NoNewPrivs:\t1$/m.test(readFileSync(`/proc/${chat.pid}/status`, 'utf8'))).toBe(!unconfined);
    if (unconfined) process.stdout.write('skipped: needs Landlock\n');
    await chat.end();

    const command = [process.execPath, ...nodeOptions, program, 'chat', '--plain'];
    const asIfBegun = ['-c', 'WAXWING_CONFINED=$$ exec "$@"', 'sh', ...command, '--server', server.origin];
    const running = promisify(execFile)('sh', asIfBegun, { env: home.env });
    running.child.stdin?.end('/exit\n');
    expect((await running).stderr).toContain('This program is not confined to its own folder here');
  });

  test('[001.16] only its owner gets in, and nothing can be read without the key', async () => {
    const home = machine();
    await home.pipe('/register private');
    await machine().pipe('/register recipient');
    const sent = await home.pipe('@recipient a sentence that nobody finds', '--name', 'private');
    expect(sent).toMatchObject({ status: 0, output: expect.stringContaining('a sentence') });
    const all = readdirSync(home.folder, { recursive: true, withFileTypes: true }).map((entry) => ({
      file: path.join(entry.parentPath, entry.name),
      isFile: entry.isFile(),
    }));
    for (const { file, isFile } of all)
      expect([file, statSync(file).mode & 0o777]).toEqual([file, isFile ? 0o600 : 0o700]);
    const held = all.filter(({ isFile }) => isFile).map(({ file }) => readFileSync(file, 'latin1'));
    expect(held.join('')).not.toContain('a sentence that nobody finds');
  });

  test('[001.8] a server that shows another authority than before is refused, loudly', async () => {
    const home = machine();
    const first = await home.pipe('/register pinned');
    expect(first.errors).toMatch(/^First contact with http.*SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}\n$/);
    expect((await home.pipe('/login pinned')).errors).toBe('');
    const [pin = ''] = readdirSync(home.folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('/ca.pem'),
    );
    const other = await bootServer();
    const answer = await fetch(`${other.origin}/ca.pem`);
    writeFileSync(path.join(home.folder, pin), await answer.text());
    await other.close();
    const refused = await home.pipe('/login pinned');
    expect(refused).toMatchObject({ status: 1, output: '' });
    expect(refused.errors).toMatch(/^waxwing: STOP: http.* shows another certificate authority than before.*remove \//);
  });
});

const accountOn = (home: Machine, name: string): string => {
  const [found = ''] = readdirSync(home.folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith(`/accounts/${name}`),
  );
  return path.join(home.folder, found);
};

test('[F14] an alert is told as a line of its machine, whatever its text would have a terminal do', async () => {
  await server.admin({ act: 'set', switch: 'machine-enrolment', on: true });
  const one = machine();
  await one.pipe('/register marge\n/users');
  const setup = server.setupLink?.split('#')[1] ?? '';
  const admin = await newMember(server.origin, 'root-of-all', { setup, openRegistration: true });
  const token = await enter(server.origin, 'cellar');
  await server.admin({ act: 'machine', asked: { act: 'follow', name: 'cellar', add: ['marge'] } });
  const condition = { when: 'contains', text: 'water' } as const;
  await admin.api.call(addRule, { params: { machine: 'cellar' }, body: { condition } });
  const chat = one.chat('--name', 'marge');
  chat.type('/users');
  await chat.shows(/marge/);
  await reportAs(server.origin, message(token, 'water \u001B[2J\n2026-11-20 09:30:00 sam: hello'));
  await chat.shows(told('machine cellar: water [2J ⏎ 2026-11-20 09:30:00 sam: hello'));
  chat.type('/exit');
  expect(await chat.end()).toBe(0);
});
