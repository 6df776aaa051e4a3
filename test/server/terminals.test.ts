import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chainFrom } from '../support/line.ts';
import { hasOpenssl, openssl } from '../support/openssl.ts';
import { Cookies, raw } from '../support/raw.ts';
import { bootServer, type TestServer } from '../support/server.ts';
import { certificateAttempt } from '../support/terminal.ts';

// Programs that people have: nothing of ours at the other end.

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await bootServer({ flags: { 'tls-port': '0' } });
  folder = fs.mkdtempSync(path.join(server.data, 'terminal-'));
  fs.writeFileSync(path.join(folder, 'ca.pem'), (await raw(server.origin, 'GET', '/ca.pem')).text);
});
afterAll(() => server.close());

const there = (tool: string, ...args: string[]): boolean => {
  const found = spawnSync(tool, args).error === undefined;
  if (!found) process.stdout.write(`skipped: needs ${tool}\n`);
  return found;
};
const place = (): string => `localhost:${server.line?.port}`;

/** A program that talks to the server, and what it has printed. */
interface Program {
  say(line: string): void;
  /** As at the end of a pipe. */
  finish(): void;
  heard(): string[];
  until(line: RegExp): Promise<string>;
  readonly ended: Promise<number | null>;
}

function start(program: string, ...args: string[]): Program {
  const child: ChildProcessWithoutNullStreams = spawn(program, args, { cwd: folder });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdin.on('error', () => undefined);
  const heard = (): string[] => output.split(/\r?\n/).slice(0, -1);
  return {
    say: (line) => void child.stdin.write(`${line}\n`),
    finish: () => void child.stdin.end(),
    heard,
    async until(line) {
      await expect.poll(() => heard().some((one) => line.test(one))).toBe(true);
      return heard().find((one) => line.test(one)) ?? '';
    },
    ended: new Promise((resolve) => child.once('exit', resolve)),
  };
}

const CLIENT = ['s_client', '-quiet', '-verify_return_error', '-CAfile', 'ca.pem'];
const client = (...args: string[]): Program => start('openssl', ...CLIENT, '-connect', place(), ...args);

/** With a certificate request by `openssl req`, over `openssl s_client`. */
async function registered(name: string): Promise<string[]> {
  const [key, csr, pem] = [`${name}.key`, `${name}.csr`, `${name}.pem`];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(folder, 'req', ...kind, '-keyout', key, '-out', csr, '-subj', `/CN=${name}`);
  const line = client();
  line.say(`/register ${name} ${fs.readFileSync(path.join(folder, csr)).toString('base64')}`);
  await line.until(/^Registration Succeeded$/);
  const chain = chainFrom(await line.until(/^LS0t/));
  line.say('/exit');
  await line.ended;
  fs.writeFileSync(path.join(folder, pem), chain);
  expect(openssl(folder, 'verify', '-CAfile', 'ca.pem', pem).said).toContain(`${pem}: OK`);
  return ['-cert', pem, '-key', key];
}

describe('[001.1] to [001.5] [001.8] openssl alone', () => {
  test.each(['-tls1_3', '-tls1_2'])('registers, logs in, talks, and is out once revoked: %s', async (version) => {
    if (!hasOpenssl()) return;
    const name = `sam${version.replaceAll('-', '.')}`;
    const shows = await registered(name);
    const line = client(version, ...shows);
    line.say(`/login ${name}`);
    await line.until(/^Authentication Succeeded$/);
    line.say('this is a message');
    await line.until(new RegExp(`^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d ${name}: this is a message$`));
    line.say('/users');
    await line.until(new RegExp(`^${name}$`));

    const chain = fs.readFileSync(path.join(folder, `${name}.pem`), 'utf8');
    const key = createPrivateKey(fs.readFileSync(path.join(folder, `${name}.key`)));
    const http = new Cookies(server.origin);
    expect(await certificateAttempt(http, { username: name, chain, key })).toMatchObject({ status: 200 });
    const serial = new X509Certificate(chain).serialNumber.toLowerCase();
    const asked = performance.now();
    await http.raw('DELETE', `/api/v1/account/certificates/${serial}`);
    await line.until(/^error: invalid credentials$/);
    expect(performance.now() - asked).toBeLessThan(5000);
    await line.ended;

    const again = client(version, ...shows);
    again.say(`/login ${name}`);
    await again.ended;
    expect(again.heard()).toEqual(['error: invalid credentials']);
  });

  test('[T4] sees whose server it is: the name fits, and another authority does not', async () => {
    if (!hasOpenssl()) return;
    const named = client('-verify_hostname', 'localhost');
    named.say('/exit');
    expect(await named.ended).toBe(0);
    const wrong = client('-verify_hostname', 'chat.example.org');
    expect(await wrong.ended).not.toBe(0);
    openssl(
      folder,
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      'o.key',
      '-out',
      'o.pem',
      '-subj',
      '/CN=o',
    );
    const other = start(
      'openssl',
      's_client',
      '-quiet',
      '-verify_return_error',
      '-CAfile',
      'o.pem',
      '-connect',
      place(),
    );
    expect(await other.ended).not.toBe(0);
  });
});

test('[001.4] [001.5] [T12] ncat logs in and talks, from a pipe too', async () => {
  if (!hasOpenssl() || !there('ncat', '--version')) return;
  const [, pem = '', , key = ''] = await registered('nora');
  const [host = '', port = ''] = place().split(':');
  const tls = ['--ssl', '--ssl-verify', '--ssl-trustfile', 'ca.pem', '--ssl-cert', pem, '--ssl-key', key];
  const line = start('ncat', ...tls, host, port);
  for (const said of ['/login nora', 'from a pipe', '/users']) line.say(said);
  line.finish();
  await line.ended;
  const heard = line.heard().map((one) => one.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /, ''));
  expect(heard).toEqual(expect.arrayContaining(['Authentication Succeeded', 'nora: from a pipe', 'nora']));
});

/** What an authority that nobody else knows is said for. */
const OWN_AUTHORITY = ['cert_chain_of_trust', 'cert_revocation', 'cert_trust', 'DNS_CAArecord'];
/** All that it looks at takes two minutes. */
const LOOKED_AT = process.env['WAXWING_SOAK'] ? [] : ['--protocols', '--std'];

describe('[M02] [T15] what the port offers', () => {
  test('to sslscan: TLS 1.2 and 1.3, suites with forward secrecy and nothing else', async () => {
    if (!there('sslscan', '--version')) return;
    const scan = start('sslscan', '--no-colour', place());
    await scan.ended;
    const lines = scan.heard();
    const enabled = lines.filter((line) => /^(SSLv|TLSv1\.\d +enabled)/.test(line) && line.endsWith('enabled'));
    expect(enabled.map((line) => line.split(' ')[0])).toEqual(['TLSv1.2', 'TLSv1.3']);
    const suites = lines.filter((line) => /^(Preferred|Accepted)/.test(line)).map((line) => line.split(/\s+/)[4]);
    expect(suites.length).toBeGreaterThan(3);
    expect(suites.filter((suite) => !/^(TLS_|ECDHE-ECDSA-).*(GCM|CHACHA20)/.test(suite ?? ''))).toEqual([]);
    expect(lines).toContain('Session renegotiation not supported');
  });

  test('to testssl: no finding of medium or higher, but for the authority of its own', async () => {
    if (!there('testssl', '--version')) return;
    const found = path.join(folder, 'testssl.json');
    const quiet = ['--quiet', '--color', '0', '--warnings', 'batch', '--jsonfile', found];
    await start('testssl', ...quiet, ...LOOKED_AT, place()).ended;
    const findings = JSON.parse(fs.readFileSync(found, 'utf8')) as { id: string; severity: string }[];
    expect(findings.length).toBeGreaterThan(10);
    const bad = findings.filter(
      ({ id, severity }) => !OWN_AUTHORITY.includes(id) && /MEDIUM|HIGH|CRITICAL/.test(severity),
    );
    expect(bad).toEqual([]);
  }, 400_000);
});
