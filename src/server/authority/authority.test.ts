import { X509Certificate, generateKeyPairSync, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { handClock } from '../../../test/support/handClock.ts';
import { hasOpenssl, openssl } from '../../../test/support/openssl.ts';
import { leafOf, signedWith, terminalKey, type KeyKind, type KeyPair } from '../../../test/support/terminal.ts';
import { newSerial } from '../core/serial.ts';
import { secretFolder } from '../secrets.ts';
import { systemRandom } from '../system.ts';
import { createAuthority } from './authority.ts';
import { openRoot, type Root } from './root.ts';
import * as x509 from './x509.ts';

const DAY = 24 * 3600_000;
const clock = handClock();

let folder: string;
let root: Root;
beforeEach(async () => {
  folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'waxwing-')), 'ca');
  root = await openRoot(secretFolder(folder), clock, systemRandom);
});
afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true, force: true }));

/** A certificate for a terminal's key, by this root unless said otherwise. */
async function issued({ by = root, kind = 'P-256', days = 30 }: { by?: Root; kind?: KeyKind; days?: number } = {}) {
  const from = clock.now();
  const authority = createAuthority(by);
  const { key, request } = await terminalKey(kind);
  const asked = await authority.readRequest(await request());
  if (!asked) throw new Error('the request was refused');
  const serial = newSerial(systemRandom);
  const pem = await authority.issue({
    serial,
    username: 'sam',
    publicKey: asked.publicKey,
    from,
    to: from + days * DAY,
  });
  return { key, pem, der: leafOf(pem), serial, keyHash: asked.keyHash };
}

const ask = (...args: string[]) => openssl(path.dirname(folder), ...args);
const write = (name: string, content: string | Uint8Array): void =>
  fs.writeFileSync(path.join(path.dirname(folder), name), content);
const read = (name: string): Uint8Array => fs.readFileSync(path.join(path.dirname(folder), name));

describe('[001.8] the authority', () => {
  test('is made once, lies in a folder and files for its owner alone, and is the same ever after', async () => {
    expect(fs.statSync(folder).mode & 0o777).toBe(0o700);
    expect(fs.readdirSync(folder).sort()).toEqual(['ca.pem', 'key.pem']);
    for (const file of fs.readdirSync(folder)) expect(fs.statSync(path.join(folder, file)).mode & 0o777).toBe(0o600);
    const again = await openRoot(secretFolder(folder), clock, systemRandom);
    expect(again.certificate).toBe(root.certificate);
    const { der, keyHash, serial } = await issued({ by: again });
    expect(createAuthority(root).read(der, clock.now())).toEqual({ serial, username: 'sam', keyHash });
  });

  test('says that it is an authority for certificates of its own only, for twenty years', () => {
    const { ca, subject, validToDate, publicKey } = new X509Certificate(root.certificate);
    expect({ ca, subject }).toEqual({ ca: true, subject: expect.stringMatching(/^CN=Waxwing CA [0-9a-f]{8}$/) });
    expect(publicKey.asymmetricKeyDetails).toMatchObject({ namedCurve: 'prime256v1' });
    expect(validToDate.getTime() - clock.now()).toBeGreaterThan(19 * 365 * DAY);
    const { pathLength } =
      new x509.X509Certificate(root.certificate).getExtension(x509.BasicConstraintsExtension) ?? {};
    expect(pathLength).toBe(0);
  });

  test('a start that stopped between key and certificate goes on with the key', async () => {
    fs.rmSync(path.join(folder, 'ca.pem'));
    const key = fs.readFileSync(path.join(folder, 'key.pem'), 'utf8');
    await openRoot(secretFolder(folder), clock, systemRandom);
    expect(fs.readFileSync(path.join(folder, 'key.pem'), 'utf8')).toBe(key);
  });

  test('without its key, or with another, it is refused and not made anew', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    fs.writeFileSync(path.join(folder, 'key.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }));
    await expect(openRoot(secretFolder(folder), clock, systemRandom)).rejects.toThrow('does not belong');
    fs.rmSync(path.join(folder, 'key.pem'));
    await expect(openRoot(secretFolder(folder), clock, systemRandom)).rejects.toThrow('key.pem is missing');
    expect(fs.readdirSync(folder)).toEqual(['ca.pem']);
  });
});

describe('[001.8] a certificate for a request', () => {
  test.each<KeyKind>(['P-256', 'P-384', 'Ed25519', 'RSA of 2048 bits'])('of a key of %s', async (kind) => {
    const { der, keyHash, serial, key } = await issued({ kind });
    const authority = createAuthority(root);
    expect(authority.read(der, clock.now())).toEqual({ serial, username: 'sam', keyHash });
    const bytes = new Uint8Array(randomBytes(40));
    const signature = signedWith(key, bytes);
    expect(authority.isSignedBy(der, bytes, signature)).toBe(true);
    expect(authority.isSignedBy(der, bytes.slice(1), signature)).toBe(false);
    expect(authority.isSignedBy(der, bytes, signature.slice(1))).toBe(false);
    expect(authority.isSignedBy(der, bytes, new Uint8Array())).toBe(false);
  });

  test('[X2] says name and purpose, and nothing that the request asked for', async () => {
    const authority = createAuthority(root);
    const { request } = await terminalKey();
    const asked = await request({
      name: 'CN=root,O=Somebody Else',
      extensions: [
        new x509.BasicConstraintsExtension(true, 3, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }]),
      ],
    });
    const { publicKey } = (await authority.readRequest(asked))!;
    const at = clock.now();
    const serial = newSerial(systemRandom);
    const pem = await authority.issue({ serial, username: 'sam', publicKey, from: at, to: at + DAY });
    const { subject, subjectAltName, ca, keyUsage, serialNumber } = new X509Certificate(pem);
    expect({ subject, subjectAltName, ca, keyUsage }).toEqual({
      subject: 'CN=sam',
      subjectAltName: undefined,
      ca: false,
      keyUsage: ['1.3.6.1.5.5.7.3.2'],
    });
    expect(serialNumber.toLowerCase()).toBe(serial);
    expect(pem).not.toContain('Somebody');
  });

  test('a request in PEM is as good as in DER', async () => {
    const { request } = await terminalKey();
    const der = await request();
    const authority = createAuthority(root);
    const pem = new x509.Pkcs10CertificateRequest(der).toString('pem');
    expect(await authority.readRequest(Buffer.from(`\n${pem}\n`))).toEqual(await authority.readRequest(der));
    expect(await authority.readRequest(Buffer.from(pem.replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE')))).toBeNull();
    expect(await authority.readRequest(Buffer.from(pem + pem))).toBeNull();
  });

  test.each<KeyKind>(['RSA of 1024 bits', 'P-521', 'RSA signed with SHA-1'])('[X1] %s: refused', async (kind) => {
    const { request } = await terminalKey(kind);
    expect(await createAuthority(root).readRequest(await request())).toBeNull();
  });

  test('[X1] a request that its key did not sign is refused', async () => {
    const { request } = await terminalKey();
    const [one, other] = [await request(), await request({ name: 'CN=other' })];
    const authority = createAuthority(root);
    const changed = one.slice();
    changed[changed.length - 1]! ^= 1;
    expect(await authority.readRequest(changed)).toBeNull();
    const foreign = await (await terminalKey()).request({ name: 'CN=other' });
    // The same shape, with the key of one and the signature of the other.
    const mixed = new Uint8Array([...foreign.slice(0, -64), ...other.slice(-64)]);
    expect(await authority.readRequest(mixed)).toBeNull();
  });

  test('[X1] whatever is no request is refused, and nothing is thrown', async () => {
    const authority = createAuthority(root);
    const { request } = await terminalKey('Ed25519');
    const der = await request();
    const nested = Uint8Array.from({ length: 8000 }, (_, at) => (at % 2 === 0 ? 0x30 : 0x80));
    for (const bytes of [new Uint8Array(), nested, new Uint8Array(2 ** 20).fill(0x30), leafOf(root.certificate)]) {
      expect(await authority.readRequest(bytes)).toBeNull();
    }
    const own = (await authority.readRequest(der))!;
    const garbage = fc.uint8Array({ maxLength: 600 });
    await fc.assert(fc.asyncProperty(garbage, async (bytes) => (await authority.readRequest(bytes)) === null));
    const place = fc.tuple(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(place, async ([at, by]) => {
        const changed = der.slice();
        changed[at]! ^= by;
        // How the request is framed is not signed: then it is still the same key's.
        const now = await authority.readRequest(changed);
        return now === null || Buffer.compare(now.keyHash, own.keyHash) === 0;
      }),
    );
  });
});

describe('[001.12] a certificate is read as good only when', () => {
  test('[X3] it has begun and not ended', async () => {
    const authority = createAuthority(root);
    const { der } = await issued({ days: 30 });
    const at = clock.now();
    const verdicts = [-1000, 0, 30 * DAY - 1, 30 * DAY].map((later) => authority.read(der, at + later) !== null);
    expect(verdicts).toEqual([false, true, true, false]);
  });

  test('[X3] this authority signed it, and for a client', async () => {
    const authority = createAuthority(root);
    const at = clock.now();
    const other = await openRoot(secretFolder(path.join(folder, 'other')), clock, systemRandom);
    expect(authority.read((await issued({ by: other })).der, at)).toBeNull();
    expect(authority.read(leafOf(root.certificate), at)).toBeNull();
    expect(authority.read(leafOf(await selfSigned(at)), at)).toBeNull();
    const { publicKey } = new x509.X509Certificate(root.certificate);
    const contents = { serial: newSerial(systemRandom), name: 'sam', publicKey: new Uint8Array(publicKey.rawData) };
    const forServer = await root.sign({ ...contents, from: at, to: at + DAY, usage: 'server' });
    expect(authority.read(leafOf(forServer), at)).toBeNull();
    expect(authority.read(new Uint8Array(20_000), at)).toBeNull();
    const { der } = await issued();
    for (let place = 0; place < der.length; place += 7) {
      const changed = der.slice();
      changed[place]! ^= 0x55;
      expect(authority.read(changed, at)).toBeNull();
    }
  });
});

async function selfSigned(at: number): Promise<string> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as KeyPair;
  const { subject } = new x509.X509Certificate(root.certificate);
  const made = await x509.X509CertificateGenerator.create({
    // The name of the authority, but not its key.
    issuer: subject,
    subject: 'CN=sam',
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: algorithm,
    notBefore: new Date(at - DAY),
    notAfter: new Date(at + DAY),
    extensions: [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])],
  });
  return made.toString('pem');
}

describe('[001.8] openssl agrees', () => {
  test('on the certificates', async () => {
    if (!hasOpenssl()) return;
    const at = ['-attime', String(Math.floor(clock.now() / 1000) + 60)];
    write('ca.pem', root.certificate);
    for (const kind of ['P-256', 'P-384', 'Ed25519', 'RSA of 2048 bits'] as const) {
      write('leaf.pem', (await issued({ kind })).pem);
      expect(ask('verify', '-x509_strict', ...at, '-purpose', 'sslclient', '-CAfile', 'ca.pem', 'leaf.pem')).toEqual({
        status: 0,
        said: 'leaf.pem: OK\n',
      });
      expect(ask('verify', ...at, '-purpose', 'sslserver', '-CAfile', 'ca.pem', 'leaf.pem').status).not.toBe(0);
    }
  });

  test.each([
    ['ec', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], true],
    ['ec of P-384', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384'], true],
    ['ed25519', ['-newkey', 'ed25519'], true],
    ['rsa', ['-newkey', 'rsa:2048'], true],
    ['rsa of 4096 bits', ['-newkey', 'rsa:4096'], true],
    ['rsa of 1024 bits', ['-newkey', 'rsa:1024'], false],
    ['rsa with MD5', ['-newkey', 'rsa:2048', '-md5'], false],
    [
      'a curve that says itself what it is',
      ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-pkeyopt', 'ec_param_enc:explicit'],
      false,
    ],
    ['another curve', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'], false],
  ])('on what its requests are: %s', async (_, options, taken) => {
    if (!hasOpenssl()) return;
    const made = ask('req', '-new', ...options, '-nodes', '-subj', '/CN=sam', '-keyout', 'k.pem', '-out', 'r.pem');
    expect(made).toMatchObject({ status: 0 });
    const key = await createAuthority(root).readRequest(read('r.pem'));
    const own = derOf(ask('req', '-in', 'r.pem', '-noout', '-pubkey').said);
    expect(key && Buffer.from(key.publicKey)).toEqual(taken ? own : null);
  });
});

const derOf = (pem: string): Buffer => Buffer.from(pem.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64');
