import { describe, expect, test } from 'vitest';
import { readConfig, type Sources } from './config.ts';

const read = (given: Partial<Sources>) => readConfig({ flags: {}, env: {}, dotenv: null, cwd: '/srv', ...given });

test('with nothing set it is the local server that the documentation names', () => {
  expect(read({})).toEqual({
    data: '/srv/data',
    host: '127.0.0.1',
    port: 9290,
    tlsPort: 9291,
    streams: { days: null, bytes: null },
    origin: null,
    tls: null,
    trustedProxies: [],
    connections: 20_000,
    heapMegabytes: null,
    backups: null,
    mail: null,
    push: true,
    log: 'info',
  });
});

test('flags go over the environment, and that over .env', () => {
  const dotenv = 'WAXWING_PORT=1\nWAXWING_LOG=warn\nWAXWING_DATA="/from dotenv"\n';
  const env = { WAXWING_PORT: '2', WAXWING_LOG: 'error' };
  expect(read({ dotenv, env, flags: { port: '3' } })).toMatchObject({ port: 3, log: 'error', data: '/from dotenv' });
});

test('a variable that is set to nothing is not set', () => {
  expect(read({ env: { WAXWING_PORT: '', WAXWING_ORIGIN: '' } })).toMatchObject({ port: 9290, origin: null });
});

describe('a wrong setting is refused in one line that names it', () => {
  test.each<[Partial<Sources>, RegExp]>([
    [{ env: { WAXWING_PORT: '65536' } }, /^WAXWING_PORT is "65536", but wants a port from 0 to 65535$/],
    [{ flags: { port: '1.5' } }, /^--port \(WAXWING_PORT\) is "1\.5"/],
    [{ env: { WAXWING_TLS_PORT: 'on' } }, /^WAXWING_TLS_PORT /],
    [{ env: { WAXWING_ORIGIN: 'chat.example.org' } }, /^WAXWING_ORIGIN /],
    [{ env: { WAXWING_ORIGIN: 'https://chat.example.org/path' } }, /^WAXWING_ORIGIN /],
    [{ env: { WAXWING_ORIGIN: 'ftp://chat.example.org' } }, /^WAXWING_ORIGIN /],
    [{ env: { WAXWING_HOST: 'a b' } }, /^WAXWING_HOST /],
    [{ env: { WAXWING_HEAP_MEGABYTES: '64' } }, /^WAXWING_HEAP_MEGABYTES is "64", but wants a number from 128/],
    [{ env: { WAXWING_STREAM_DAYS: '0' } }, /^WAXWING_STREAM_DAYS is "0", but wants a number of days/],
    [{ env: { WAXWING_STREAM_MEGABYTES: 'all' } }, /^WAXWING_STREAM_MEGABYTES /],
    [{ env: { WAXWING_LOG: 'loud' } }, /^WAXWING_LOG .* trace, debug/],
    [{ env: { WAXWING_TRUSTED_PROXIES: '10.0.0.0/33' } }, /^WAXWING_TRUSTED_PROXIES /],
    [{ env: { WAXWING_TRUSTED_PROXIES: 'proxy' } }, /^WAXWING_TRUSTED_PROXIES /],
    [{ env: { WAXWING_TLS_CERT: 'cert.pem' } }, /^WAXWING_TLS_KEY is missing/],
    [{ env: { WAXWING_TLS_KEY: 'key.pem' } }, /^WAXWING_TLS_CERT is missing/],
    [
      { env: { WAXWING_TLS_CERT: 'gone.pem', WAXWING_TLS_KEY: 'gone.pem' } },
      /^WAXWING_TLS_CERT names \/srv\/gone\.pem, which cannot be read \(ENOENT\)$/,
    ],
    [{ env: { WAXWING_SMTP_URL: 'https://u:secret@mail' } }, /^WAXWING_SMTP_URL (?!.*secret)/],
    [{ env: { WAXWING_SMTP_URL: 'smtps://u:secret@mail' } }, /^WAXWING_MAIL_FROM is missing (?!.*secret)/],
    [{ env: { WAXWING_SMTP_URL_FILE: 'gone' } }, /^WAXWING_SMTP_URL_FILE names \/srv\/gone, which cannot be read/],
    [{ env: { WAXWING_MAIL_FROM: 'a@b, c@d' } }, /^WAXWING_MAIL_FROM /],
    [
      { env: { WAXWING_BACKUP_RECIPIENT: 'ssh-ed25519 AAAA' } },
      /^WAXWING_BACKUP_RECIPIENT .* wants a public key of age/,
    ],
    [{ env: { WAXWING_BACKUP_HOURS: '0' } }, /^WAXWING_BACKUP_HOURS is "0", but wants a number of hours/],
    [{ env: { WAXWING_BACKUP_KEEP: '3' } }, /^WAXWING_BACKUP_RECIPIENT is missing beside WAXWING_BACKUP_KEEP$/],
    [{ env: { DATABASE_URL: 'postgres://u:secret@db' } }, /^DATABASE_URL (?!.*secret)/],
    [{ env: { NATS_URL: 'nats://bus' } }, /^NATS_URL /],
  ])('%j', (given, line) => {
    expect(() => read(given)).toThrow(line);
  });
});

describe('passwords do not leave the machine uncovered', () => {
  test.each(['0.0.0.0', '::', '192.168.1.5', 'chat.example.org', '127.example.org'])('%s alone is refused', (host) => {
    expect(() => read({ env: { WAXWING_HOST: host } })).toThrow(/^WAXWING_HOST is /);
  });
  test.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('%s is the machine itself', (host) => {
    expect(read({ env: { WAXWING_HOST: host } })).toMatchObject({ host });
  });
  test('behind a stated proxy any host will do', () => {
    const env = { WAXWING_HOST: '0.0.0.0', WAXWING_TRUSTED_PROXIES: '10.0.0.1, fd00::/8' };
    expect(read({ env })).toMatchObject({ trustedProxies: ['10.0.0.1', 'fd00::/8'] });
  });
});
