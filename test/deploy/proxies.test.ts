import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hasOpenssl, openssl } from '../support/openssl.ts';
import { listen, newMember } from '../support/member.ts';
import { raw } from '../support/raw.ts';
import { bootServer } from '../support/server.ts';

// The files in deploy/, in the programs that they are for; only names, ports and certificates are other ones.

interface Place {
  readonly folder: string;
  readonly port: number;
  readonly upstream: number;
}

const proxies: Record<string, (place: Place) => readonly [command: readonly string[], env?: Record<string, string>]> = {
  nginx({ folder, port, upstream }) {
    const shipped = fs.readFileSync('deploy/nginx/waxwing.conf', 'utf8');
    const here = shipped
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port}; listen unix:${folder}/tls ssl;`)
      .replace('listen [::]:443 ssl;', '')
      .replace('127.0.0.1:9290', `127.0.0.1:${upstream}`)
      .replaceAll(/\/etc\/letsencrypt\/live\/chat\.example\.org/g, folder);
    const request =
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout privkey.pem -out fullchain.pem -subj /CN=x';
    openssl(folder, ...request.split(' '));
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder}/${name};`,
    );
    const around = `daemon off; master_process off; pid ${folder}/pid; error_log stderr; events {} http { ${temporary.join(' ')}`;
    fs.writeFileSync(path.join(folder, 'nginx.conf'), `${around}\n${here}\n}\n`);
    return [['nginx', '-p', folder, '-e', 'stderr', '-c', path.join(folder, 'nginx.conf')]];
  },
  caddy({ folder, port, upstream }) {
    const shipped = fs.readFileSync('deploy/caddy/Caddyfile', 'utf8');
    const around = `{\n\tadmin off\n\tauto_https off\n\tskip_install_trust\n\tstorage file_system ${folder}\n}\n`;
    fs.writeFileSync(path.join(folder, 'Caddyfile'), around + shipped);
    const settings = {
      WAXWING_SITE: `http://127.0.0.1:${port}`,
      WAXWING_UPSTREAM: `127.0.0.1:${upstream}`,
      XDG_CONFIG_HOME: folder,
    };
    return [['caddy', 'run', '--adapter', 'caddyfile', '--config', path.join(folder, 'Caddyfile')], settings];
  },
};

test.each(Object.keys(proxies))(
  '%s as shipped: pages, sockets, cookies, whom it sees, and how much it takes',
  async (name) => {
    if (spawnSync('which', [name]).status !== 0) return void process.stdout.write(`skipped: needs ${name}\n`);
    if (!hasOpenssl()) return;
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const server = await bootServer({ flags: { origin, 'trusted-proxies': '127.0.0.1' } });
    onTestFinished(() => server.close());
    await start(name, { port, upstream: server.port });

    const direct = await raw(`http://127.0.0.1:${server.port}`, 'GET', '/api/v1/instance');
    const passed = await raw(origin, 'GET', '/api/v1/instance');
    expect({ status: passed.status, text: passed.text }).toEqual({ status: 200, text: direct.text });
    const kept = ['content-security-policy', 'x-content-type-options', 'cache-control'];
    expect(kept.map((header) => passed.headers[header])).toEqual(kept.map((header) => direct.headers[header]));

    const member = await newMember(origin, 'behind');
    const talk = await listen(member);
    await talk.close();

    // Caddy says 502 of what it has cut itself, before version 2.7.
    const tooLong = await raw(origin, 'POST', '/api/v1/login/start', { text: 'x'.repeat(2_000_000) });
    expect(tooLong.status).toBeOneOf([413, 502]);
    expect(await addressSeen(origin)).toBe(400);
    expect(server.logged.filter((line) => line.includes('"status":400')).join()).toContain('"from":"127.0.0.9"');
  },
);

/** Asks from another address of this machine, saying of itself that it is a third. */
function addressSeen(origin: string): Promise<number> {
  const body = JSON.stringify({});
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.7', origin };
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  http
    .request(
      `${origin}/api/v1/login/start`,
      { method: 'POST', headers, localAddress: '127.0.0.9', agent: false },
      (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      },
    )
    .on('error', reject)
    .end(body);
  return promise;
}

async function start(name: string, { port, upstream }: Omit<Place, 'folder'>): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-proxy-'));
  const [[program = '', ...args] = [], env = {}] = proxies[name]?.({ folder, port, upstream }) ?? [];
  const proxy = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  proxy.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  onTestFinished(async () => {
    await end(proxy);
    fs.rmSync(folder, { recursive: true, force: true });
  });
  await expect.poll(() => proxy.exitCode ?? answers(port), { timeout: 20_000, message: said }).toBe(true);
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
