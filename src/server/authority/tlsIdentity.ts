import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import net from 'node:net';
import type { Clock, Random } from '../core/ports.ts';
import { newSerial } from '../core/serial.ts';
import type { Root } from './root.ts';

/** What a TLS server shows, all PEM, in the words of Node's `tls.createSecureContext`. */
export interface TlsIdentity {
  readonly key: string;
  /** The server's certificate, and the authority's behind it. */
  readonly cert: string;
  /** The authority's certificate: clients' are asked of it. */
  readonly ca: string;
}

export interface TlsIdentities {
  /** The one that is shown now. */
  current(): TlsIdentity;
  /** Calls back with each new one, so that the door shows it to whoever comes next. Answers how to stop. */
  onRenewal(listener: (identity: TlsIdentity) => void): () => void;
  stop(): void;
}

interface Given {
  readonly root: Root;
  /** Names and addresses at which people find this server. */
  readonly hosts: readonly string[];
  readonly clock: Clock;
  readonly random: Random;
  readonly failed: (error: unknown) => void;
}

const HOUR = 3600_000;
const DAY = 24 * HOUR;
const LIFETIME = 90 * DAY;
/** So long before its end a new one takes its place. */
const RENEWED_BEFORE = 30 * DAY;

/**
 * The server's certificates: one from the start, and a new one in good time before each one's end. Their keys are kept in
 * memory only; what clients remember is the authority.
 */
export async function startTlsIdentities({ root, hosts, clock, random, failed }: Given): Promise<TlsIdentities> {
  const listeners = new Set<(identity: TlsIdentity) => void>();
  let current = await newIdentity(root, hosts, clock.now(), newSerial(random));
  let dueAt = clock.now() + LIFETIME - RENEWED_BEFORE;
  let renewing = false;

  const renew = async (): Promise<void> => {
    if (renewing || clock.now() < dueAt) return;
    renewing = true;
    try {
      current = await newIdentity(root, hosts, clock.now(), newSerial(random));
      dueAt = clock.now() + LIFETIME - RENEWED_BEFORE;
      for (const listener of listeners) listener(current);
    } finally {
      renewing = false;
    }
  };
  const wait = (): (() => void) =>
    clock.after(HOUR, () => {
      cancel = wait();
      renew().catch(failed);
    });
  let cancel = wait();

  return {
    current: () => current,
    onRenewal(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: () => cancel(),
  };
}

async function newIdentity(root: Root, hosts: readonly string[], now: number, serial: string): Promise<TlsIdentity> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }));
  const certificate = await root.sign({
    serial,
    name: hosts[0] ?? 'localhost',
    publicKey,
    // A day before: clocks of others are not ours.
    from: now - DAY,
    to: now + LIFETIME,
    usage: 'server',
    foundAt: hosts.map((host) => ({ type: net.isIP(host) === 0 ? 'dns' : 'ip', value: host })),
  });
  const key = String(privateKey.export({ format: 'pem', type: 'pkcs8' }));
  return { key, cert: certificate + root.certificate, ca: root.certificate };
}

/** This machine's own names, and those that were set. What means all addresses is none. */
export function hostsOf(origin: string | null, host: string): string[] {
  const set = origin === null ? [] : [new URL(origin).hostname.replace(/^\[|\]$/g, '')];
  const all = [...set, 'localhost', '127.0.0.1', '::1', host];
  return [...new Set(all.filter((one) => one !== '0.0.0.0' && one !== '::'))];
}
