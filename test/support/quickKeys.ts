// Before most files of tests: Ed25519, SHA-2 and the X25519 half of X-Wing by Node, where what the sources do it with takes a
// hundred times as long. The same bytes come out, and what is no proper key is no key here either.
import { hash } from 'node:crypto';
import type * as Boxes from '@hpke/hybridkem-x-wing';
import type * as Ed25519 from '@noble/curves/ed25519.js';
import type * as Sha2 from '@noble/hashes/sha2.js';
import { vi } from 'vitest';
import { ed25519 as quick } from '../simulation/quick/ed25519.ts';
import { remembered } from '../simulation/quick/remembered.ts';
import { sharedSecret } from '../simulation/quick/x25519.ts';

vi.doMock('@noble/curves/ed25519.js', async (original) => {
  const { ed25519, ...more } = await original<typeof Ed25519>();
  const isProper = remembered((key) => !ed25519.Point.fromBytes(key, false).isSmallOrder());
  const verify: typeof quick.verify = (signature, message, key) =>
    isProper(key) && quick.verify(signature, message, key);
  return { ...more, ed25519: { ...ed25519, ...quick, verify } };
});

vi.doMock('@noble/hashes/sha2.js', async (original) => {
  const { sha256, sha512, ...more } = await original<typeof Sha2>();
  const byNode = (name: string) => (bytes: Uint8Array) => new Uint8Array(hash(name, bytes, 'buffer'));
  return { ...more, sha256: Object.assign(byNode('sha256'), sha256), sha512: Object.assign(byNode('sha512'), sha512) };
});

vi.doMock('@hpke/hybridkem-x-wing', async (original) => {
  const real = await original<typeof Boxes>();
  class XWing extends real.XWing {
    constructor() {
      super();
      const derive = async (secret: Uint8Array, point: Uint8Array) => sharedSecret(secret, point);
      const { _x25519: half } = this as unknown as { readonly _x25519: { derive: typeof derive } };
      half.derive = derive;
    }
  }
  return { ...real, XWing };
});
