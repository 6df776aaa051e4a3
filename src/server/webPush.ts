import { createECDH } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import https from 'node:https';
import { isPushEndpoint } from '../protocol/api/push.ts';
import type { PushService } from './core/ports.ts';
import { isPublicAddress } from './publicAddress.ts';

const CURVE = 'prime256v1';
/** Longest that one poke may take, and looking up a name of that, milliseconds. */
const PATIENCE = 10_000;
const LOOK_UP = { timeout: 2000, tries: 2 };
/** Seconds that a service keeps a poke for a device that is off. A newer one takes its place. */
const KEPT = 24 * 3600;
const TOPIC = 'waxwing';

/** How the internet is reached from here. */
export interface Network {
  /** Every address of that name; none: there is none. */
  resolve(name: string): Promise<readonly string[]>;
  /** Where to knock for an address that was found to be public, and who vouches for who answers, if not the usual ones. */
  dial(address: string): { readonly host: string; readonly port: number; readonly ca?: string };
}

interface Given {
  /** Base64url: a private key of P-256. */
  readonly secret: string;
  /** The address that people use. */
  readonly origin: () => string;
  readonly network?: Network;
  /** Told when a service does not take a poke: its name, and why. */
  readonly refused: (facts: { readonly service: string; readonly why: string }) => void;
}

/** A private key of P-256, base64url. */
export function newPushSecret(): string {
  const curve = createECDH(CURVE);
  curve.generateKeys();
  // Leading zeros are left out by Node.
  return Buffer.from(curve.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64url');
}

/**
 * Pokes by Web Push (RFC 8030) in this server's name (RFC 8292), with nothing in it. The endpoint is what a stranger says:
 * it is reached only at an address of the open internet, the very one that was looked at, and wherever it sends one on,
 * nobody goes.
 */
export function openWebPush({ secret, origin, network = theInternet, refused }: Given): PushService {
  const curve = createECDH(CURVE);
  curve.setPrivateKey(secret, 'base64url');
  const key = curve.getPublicKey('base64url');

  return {
    key,
    async poke(endpoint) {
      if (!isPushEndpoint(endpoint)) return 'gone';
      const url = new URL(endpoint);
      try {
        const at = network.dial(await addressOf(url.hostname, network));
        const status = await post(url, at, await headersFor(url));
        if (status === 404 || status === 410) return 'gone';
        if (status >= 200 && status < 300) return 'taken';
        refused({ service: url.hostname, why: `it answers ${status}` });
      } catch (error) {
        refused({ service: url.hostname, why: (error as Error).message });
      }
      return 'failed';
    },
  };

  async function headersFor(url: URL): Promise<Record<string, string>> {
    // Only who pokes needs the library.
    const { default: webPush } = await import('web-push');
    const { Authorization } = webPush.getVapidHeaders(url.origin, subject(), key, secret, 'aes128gcm');
    return { Authorization, TTL: String(KEPT), Urgency: 'high', Topic: TOPIC, 'Content-Length': '0' };
  }

  /** Whom a service may ask about this server. */
  function subject(): string {
    return origin().startsWith('https:') ? origin() : 'mailto:admin@localhost';
  }
}

/** @throws Error unless all of its addresses are of the open internet */
async function addressOf(name: string, network: Network): Promise<string> {
  const addresses = await network.resolve(name);
  const [first] = addresses;
  if (first === undefined) throw new Error('it has no address');
  if (!addresses.every(isPublicAddress)) throw new Error('it has an address that is not of the open internet');
  return first;
}

/** The status of the answer, of which nothing else is read. */
function post(url: URL, at: ReturnType<Network['dial']>, headers: Record<string, string>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const request = https.request({
    ...at,
    method: 'POST',
    path: `${url.pathname}${url.search}`,
    servername: url.hostname,
    headers: { ...headers, Host: url.host },
    agent: false,
    signal: AbortSignal.timeout(PATIENCE),
  });
  request.on('error', reject);
  request.on('response', (response) => {
    resolve(response.statusCode ?? 0);
    response.destroy();
  });
  request.end();
  return promise;
}

const theInternet: Network = {
  async resolve(name) {
    const resolver = new Resolver(LOOK_UP);
    const none = (): string[] => [];
    const [four, six] = await Promise.all([resolver.resolve4(name).catch(none), resolver.resolve6(name).catch(none)]);
    return [...four, ...six];
  },
  dial: (address) => ({ host: address, port: 443 }),
};
