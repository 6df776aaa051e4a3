import { chmodSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, bootServer } from '../support/server.ts';
import { type Sender, newSender, streamOf, textsOf } from '../support/sender.ts';

let server: TestServer;
let sender: Sender;
beforeAll(async () => {
  server = await bootServer();
  sender = newSender(() => server.origin);
});
afterAll(async () => {
  sender.remove();
  await server.close();
});

async function tokenFor(machine: string): Promise<{ token: string; id: string }> {
  const asked = { act: 'token', name: machine, label: 'test' };
  return (await server.admin({ act: 'machine', asked })) as { token: string; id: string };
}

async function enrolled(machine: string): Promise<void> {
  const { status, errors } = await sender.pipe((await tokenFor(machine)).token, '--as', machine, '--enrol');
  expect([status, errors]).toEqual([0, expect.stringContaining(`${machine} may send now`)]);
}

const texts = (machine: string) => textsOf(server.data, machine);
const numbered = (count: number, word = 'line') => Array.from({ length: count }, (_, at) => `${word} ${at + 1}`);

test('[002.3] a token from an admin goes through a pipe once, and a text is a record then', async () => {
  await enrolled('dale');
  expect(await sender.pipe('', '--as', 'dale', 'Hail Dale!')).toMatchObject({ status: 0, output: '' });
  expect(texts('dale')).toEqual(['Hail Dale!']);
  const [credentials, queue] = [path.join(sender.credentials, 'dale'), path.join(sender.state, 'dale')];
  expect(statSync(credentials).mode & 0o777).toBe(0o600);
  expect(statSync(queue).mode & 0o777).toBe(0o700);
  for (const file of readdirSync(queue)) expect(statSync(path.join(queue, file)).mode & 0o077).toBe(0);
});

test('[002.3] a code from an admin does as well: the password is made here, and seen by nobody', async () => {
  const { code } = (await server.admin({ act: 'machine', asked: { act: 'enrol', name: 'chip' } })) as { code: string };
  expect((await sender.pipe(`${code}\n`, '--as', 'chip', '--enrol')).status).toBe(0);
  expect(readFileSync(path.join(sender.credentials, 'chip'), 'utf8')).toMatch(/^password [\w-]{43}\n$/);
  const { status, output } = await sender.pipe('', '--as', 'chip', '--level', 'error', '--json', 'disk full');
  expect(status).toBe(0);
  const result = { machine: 'chip', server: server.origin, taken: 1, waiting: 0, last_seq: 1, error: null };
  expect(JSON.parse(output)).toEqual(result);
  expect(streamOf(server.data, 'chip')).toMatchObject([{ message: 'disk full', level: 'error' }]);
  // The code is spent.
  expect(await sender.pipe(`${code}\n`, '--as', 'chip', '--enrol')).toMatchObject({ status: 1 });
});

test('[002.7] lines of a pipe are records in order: ends of Windows, empty lines, no UTF-8, too long, no end', async () => {
  await enrolled('pipe');
  const long = 'ö'.repeat(80_000);
  const odd = Buffer.concat([
    Buffer.from('one\r\n\r\n\ntwo\n'),
    Buffer.from([0x66, 0xff, 0x66, 10]),
    Buffer.from(`${long}\n\u0000\u001b[31m\nlast`),
  ]);
  expect((await sender.pipe(odd, '--as', 'pipe')).status).toBe(0);
  const stored = texts('pipe');
  expect([stored.slice(0, 3), stored.slice(-2)]).toEqual([
    ['one', 'two', 'f\uFFFDf'],
    ['\u0000\u001b[31m', 'last'],
  ]);
  expect(stored.slice(3, -2).every((each) => each.length <= 32_768)).toBe(true);
  expect(stored.slice(3, -2).join('')).toBe(long);
});

test('[002.7] 100,000 lines come through a pipe, each once and in order', async () => {
  await enrolled('many');
  const lines = numbered(100_000);
  const { status, output } = await sender.pipe(`${lines.join('\n')}\n`, '--as', 'many', '--json');
  expect([status, JSON.parse(output)]).toMatchObject([0, { taken: 100_000, waiting: 0, last_seq: 100_000 }]);
  expect(texts('many')).toEqual(lines);
});

test('[002.7] a line of a live input goes out at once, and what is half said waits for its end', async () => {
  await enrolled('live');
  const live = sender.send('--as', 'live');
  for (const [count, text] of ['one\ntw', 'o\nthr', 'ee\nfo'].entries()) {
    live.type(text);
    await expect.poll(() => texts('live').length).toBe(count + 1);
  }
  expect((await live.end()).status).toBe(0);
  expect(texts('live')).toEqual(['one', 'two', 'three', 'fo']);
});

test('[002.7] the server goes away and comes back: no line is lost, doubled or out of place', async () => {
  await enrolled('away');
  const live = sender.send('--as', 'away');
  const lines = numbered(300);
  const say = (from: number, to: number) => live.type(`${lines.slice(from, to).join('\n')}\n`);
  say(0, 100);
  await expect.poll(() => texts('away').length).toBe(100);
  await server.restart(() => say(100, 200));
  await expect.poll(() => texts('away').length).toBe(200);
  await server.stop();
  say(200, 300);
  await expect.poll(() => live.errors()).toContain('the server cannot be reached');
  await server.restart();
  expect((await live.end()).status).toBe(0);
  expect(texts('away')).toEqual(lines);
});

test('[002.7] SIGINT while the server is away: what was read stays in the queue, which it says, and the next run sends it', async () => {
  await enrolled('stopped');
  const live = sender.send('--as', 'stopped');
  live.type('first\n');
  await expect.poll(() => texts('stopped').length).toBe(1);
  await server.stop();
  live.type('second\nthird\nand a beginning');
  await expect.poll(() => live.errors()).toContain('the server cannot be reached');
  const { status, errors } = await live.kill('SIGINT');
  expect([status, errors]).toEqual([
    1,
    // Four, if the answer to the first one was lost with the server.
    expect.stringMatching(/stopped; [34] lines wait in \S+ for the next waxwing send/),
  ]);
  await server.restart();
  expect((await sender.pipe('', '--as', 'stopped', 'fourth')).status).toBe(0);
  expect(texts('stopped')).toEqual(['first', 'second', 'third', 'and a beginning', 'fourth']);
});

test('[002.4] a revoked token ends it with one line and keeps what waits; with a new one it goes on', async () => {
  await enrolled('revoked');
  const live = sender.send('--as', 'revoked');
  live.type('before\n');
  await expect.poll(() => texts('revoked').length).toBe(1);
  await server.admin({ act: 'machine', asked: { act: 'revoke', name: 'revoked', token: null } });
  live.type('after\n');
  const { status, errors } = await live.ended;
  expect(status).toBe(1);
  expect(errors.trim().split('\n').at(-1)).toMatch(
    /^waxwing: the server does not take the token: .*; one line waits in /,
  );
  await enrolled('revoked');
  expect((await sender.pipe('', '--as', 'revoked', '-')).status).toBe(0);
  expect(texts('revoked')).toEqual(['before', 'after']);
});

test('[002.7] two at once for one machine: each line once, and each of the two in order', async () => {
  await enrolled('both');
  const [left, right] = [numbered(20_000, 'left'), numbered(20_000, 'right')];
  const ended = await Promise.all([left, right].map((lines) => sender.pipe(lines.join('\n'), '--as', 'both')));
  expect(ended.map(({ status, errors }) => [status, errors])).toEqual([
    [0, ''],
    [0, ''],
  ]);
  const stored = texts('both');
  expect(stored.filter((each) => each.startsWith('left'))).toEqual(left);
  expect(stored.filter((each) => each.startsWith('right'))).toEqual(right);
});

test('[002.7] five begin at the same moment on a machine that was never used', async () => {
  await enrolled('five');
  const ended = await Promise.all(numbered(5).map((text) => sender.pipe('', '--as', 'five', text)));
  expect(ended.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 0));
  expect(texts('five').toSorted()).toEqual(numbered(5).toSorted());
});

test('what opens the door is refused where others can read it', async () => {
  await enrolled('shown');
  chmodSync(path.join(sender.credentials, 'shown'), 0o640);
  const { status, errors } = await sender.pipe('', '--as', 'shown', 'hello');
  expect([status, errors]).toEqual([1, expect.stringContaining('others can read')]);
  expect(existsSync(path.join(sender.state, 'shown'))).toBe(false);
});

test('[002.7] wrong usage is 2, and nobody’s machine is 1, each with one line', async () => {
  const wrong = [
    ['a', 'b'],
    ['--file', 'x', 'text'],
    [''],
    ['--as', 'No Name', 'x'],
    ['--level', '', 'x'],
    ['--password', 'x'],
    ['hello'],
  ];
  for (const args of wrong) {
    const { status, errors } = await sender.pipe('', ...args);
    expect([args, status, errors.split('\n').length]).toEqual([args, 2, 2]);
  }
  const nobody = await sender.pipe('', '--as', 'nobody', 'x');
  expect([nobody.status, nobody.errors]).toEqual([1, expect.stringContaining('waxwing admin enrol nobody')]);
  const file = await sender.pipe('', '--as', 'dale', '--file', path.join(sender.folder, 'none'));
  expect([file.status, file.errors]).toEqual([1, expect.stringContaining('cannot read')]);
});

test('[002.7] a file that was sent whole can be sent again, and a token of another machine is refused', async () => {
  const file = path.join(sender.folder, 'twice');
  writeFileSync(file, 'one\ntwo\n');
  await enrolled('twice');
  for (let time = 0; time < 2; time++) expect((await sender.pipe('', '--as', 'twice', '--file', file)).status).toBe(0);
  expect(texts('twice')).toEqual(['one', 'two', 'one', 'two']);
  const other = newSender(() => server.origin, { WAXWING_MACHINE_TOKEN: (await tokenFor('twice')).token });
  expect((await other.pipe('', '--as', 'dale', 'x')).errors).toContain('is for twice');
  expect((await other.pipe('', 'from the environment')).status).toBe(0);
  expect(texts('twice').at(-1)).toBe('from the environment');
  other.remove();
});
