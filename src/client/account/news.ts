import { equalBytes } from '../../crypto/encoding.ts';
import { type AccountChain, entryKind } from '../../crypto/verify/accountChain.ts';
import { toBase64url } from '../../protocol/base64url.ts';

/** What a person must know of their own account. `device`: whom it is about, in base64url. */
export interface OwnNews {
  readonly kind: 'new_device' | 'impersonated';
  readonly device: string;
}

interface Here {
  /** This device's id. */
  readonly device: Uint8Array;
  /** Whether this device made an entry that carries its signature. */
  readonly isMade: (entry: Uint8Array) => boolean;
  /** Whether the person is letting that device in from here. */
  readonly isExpected: (device: string) => boolean;
}

/**
 * What is new in a chain that has grown by `entries`: devices that were not added here, and entries signed by this device
 * that it did not make. Whoever signed those has its key: a thief of the key, or this very device, before an older profile
 * was restored.
 */
export function newsOf(
  before: AccountChain,
  after: AccountChain,
  entries: readonly Uint8Array[],
  { device, isMade, isExpected }: Here,
): OwnNews[] {
  const own = toBase64url(device);
  const added = [...after.devices.keys()].filter((one) => !before.devices.has(one) && one !== own && !isExpected(one));
  const foreign = entries.filter((entry) => {
    const { signer } = entryKind(entry);
    return signer !== null && equalBytes(signer, device) && !isMade(entry);
  });
  return [
    ...added.map((one) => ({ kind: 'new_device', device: one }) as const),
    ...(foreign.length > 0 ? [{ kind: 'impersonated', device: own } as const] : []),
  ];
}
