import { expect, test } from 'vitest';
import { UNSEEN } from '../../src/protocol/unseen.ts';
import { createLog } from '../../src/server/logger.ts';
import { raw } from '../support/raw.ts';
import { bootServer } from '../support/server.ts';

// What somebody else wrote, in the output of the server.

const hostile: [string, string][] = [
  ['a line break', 'a\r\nb'],
  ['a terminal escape', '\u001b[2J\u001b]0;title\u0007\u009b31m'],
  ['a mark of direction', '\u202Eoff\u2066on\u2069'],
  ['another kind of line', 'line\u2028and\u2029paragraph\u0085'],
  ['an event of its own', '"}\n{"level":"info","msg":"server stopped"}'],
  ['a mebibyte', 'x'.repeat(1024 * 1024)],
];

test.each(hostile)('[M32] %s in the output is one line of JSON, that nothing obeys', (_what, text) => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  log.info({ from: text }, 'log-in refused');
  log.error({ err: new Error(text) }, 'request failed');
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line.endsWith('\n')).toBe(true);
    expect(line.trimEnd()).not.toMatch(UNSEEN);
    expect(line.length).toBeLessThan(10_000);
  }
  const said = JSON.parse(lines[0] ?? '') as { from: string; msg: string };
  expect(said.msg).toBe('log-in refused');
  expect(said.from.slice(0, 2000)).toBe(text.slice(0, 2000));
});

test('[M32] [16.2.5] what comes in is named by its event, from where, and with nothing of what was sent', async () => {
  const server = await bootServer();
  const headers = { 'user-agent': 'secret agent \t with a long name'.padEnd(8000, '!') };
  const body = { username: 'nobody-here', request: 'A'.repeat(43) };
  await raw(server.origin, 'POST', '/api/v1/login/start?token=in-the-query', { headers, body });
  await raw(server.origin, 'POST', '/api/v1/login/finish', {
    headers,
    body: { login: 'A'.repeat(43), finish: 'AAAA' },
  });
  await server.admin({ act: 'invite' });
  await expect.poll(() => server.logged.some((line) => line.includes('"event":"audit"'))).toBe(true);
  await server.close();
  const events = server.logged.map((line) => (JSON.parse(line) as { event: string }).event);
  expect(events).toEqual(expect.arrayContaining(['server started', 'log-in refused', 'audit', 'server stopped']));
  expect(server.logged.join()).not.toMatch(/secret agent|nobody-here|in-the-query|AAAA/);
});
