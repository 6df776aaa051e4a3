import { generateKeyPairSync } from 'node:crypto';
import { openRoot } from '../../../src/server/authority/root.ts';
import { systemClock, systemRandom } from '../../../src/server/system.ts';

/** What somebody proves themselves with, PEM. */
export interface Shown {
  readonly key: string;
  readonly cert: string;
}

export interface Authority {
  /** Its own certificate, PEM. */
  readonly ca: string;
  /** Its own key with its own certificate, as if that were a server's. */
  readonly itself: Shown;
  /** A certificate for these names. `from` and `to` are milliseconds from now. */
  signs(given: {
    readonly names: readonly string[];
    readonly from?: number;
    readonly to?: number;
    readonly usage?: 'server' | 'client';
  }): Promise<Shown>;
}

const HOUR = 3600_000;

/** An authority of whoever calls it, kept nowhere. */
export async function newAuthority(): Promise<Authority> {
  const files = new Map<string, string>();
  const folder = {
    read: (name: string) => files.get(name) ?? null,
    write: (name: string, text: string) => void files.set(name, text),
  };
  const root = await openRoot(folder, systemClock, systemRandom);
  return {
    ca: root.certificate,
    itself: { key: files.get('key.pem') ?? '', cert: root.certificate },
    async signs({ names, from = -HOUR, to = HOUR, usage = 'server' }) {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const cert = await root.sign({
        serial: Buffer.from(systemRandom(16)).toString('hex').replace(/^./, '1'),
        name: names[0] ?? '',
        publicKey: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })),
        usage,
        from: systemClock.now() + from,
        to: systemClock.now() + to,
        foundAt: names.map((value) => ({ type: 'dns', value })),
      });
      return { key: String(privateKey.export({ format: 'pem', type: 'pkcs8' })), cert };
    },
  };
}
