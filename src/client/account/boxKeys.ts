import { type BoxKey, boxKeyFrom } from '../../crypto/boxKey.ts';
import type { DeviceKeys } from '../../crypto/deviceKeys.ts';
import { equalBytes } from '../../crypto/encoding.ts';
import type { AccountChain } from '../../crypto/verify/accountChain.ts';
import { toBase64url } from '../../protocol/base64url.ts';

/**
 * A device's keys as it holds them. The box key is renewed: the next one is stored here before the chain hears of it, and
 * those before stay as long as something that was sealed to them may still have to be opened. So a device that stops at
 * any moment can open what comes after, whether the chain has the new key by then or not.
 */
export interface HeldKeys {
  readonly device: DeviceKeys;
  readonly nextBox: BoxKey | null;
  readonly oldBoxes: readonly BoxKey[];
}

export const freshKeys = (device: DeviceKeys): HeldKeys => ({ device, nextBox: null, oldBoxes: [] });

/** The prepared box key is the device's once it stands in the chain. */
export function asInChain(held: HeldKeys, chain: AccountChain): HeldKeys {
  const { device, nextBox, oldBoxes } = held;
  const inChain = boxKeyInChain(held, chain);
  if (!nextBox || !inChain || !equalBytes(inChain, nextBox.publicKey)) return held;
  return { device: { ...device, box: nextBox }, nextBox: null, oldBoxes: [...oldBoxes, device.box] };
}

/** Whether this device opens what is sealed to it from now on: not so with an older profile, restored. */
export function holdsBoxKey(held: HeldKeys, chain: AccountChain): boolean {
  const inChain = boxKeyInChain(held, chain);
  return inChain !== undefined && equalBytes(inChain, held.device.box.publicKey);
}

const boxKeyInChain = ({ device }: HeldKeys, chain: AccountChain): Uint8Array | undefined =>
  chain.devices.get(toBase64url(device.id))?.boxKey;

/** The private halves beside the device's own, for its protected storage. */
export const packBoxes = ({ nextBox, oldBoxes }: HeldKeys): { nextBox: Uint8Array | null; oldBoxes: Uint8Array[] } => ({
  nextBox: nextBox && nextBox.seed,
  oldBoxes: oldBoxes.map(({ seed }) => seed),
});

export async function unpackBoxes(packed: {
  readonly nextBox?: Uint8Array | null;
  readonly oldBoxes?: readonly Uint8Array[];
}): Promise<Omit<HeldKeys, 'device'>> {
  return {
    nextBox: packed.nextBox ? await boxKeyFrom(packed.nextBox) : null,
    oldBoxes: await Promise.all((packed.oldBoxes ?? []).map(boxKeyFrom)),
  };
}
