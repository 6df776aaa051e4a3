import { type SeedRecipient, accountKeyFrom, newAccountKeySeed, sealSeeds } from '../../crypto/accountKey.ts';
import type { NewIdentity } from '../../crypto/chainEntries.ts';
import { type DeviceKeys, newDeviceKeys } from '../../crypto/deviceKeys.ts';
import {
  newRecoveryCode,
  parseRecoveryCode,
  recoveryLoginKey,
  recoveryWrappingKey,
} from '../../crypto/recoveryCode.ts';
import { newVault, passwordWrappingKey, sealVault, wrapVaultKey } from '../../crypto/vault.ts';
import type { NewAccountKey, Vault } from '../../protocol/api/keys.ts';
import { toBase64url } from '../../protocol/base64url.ts';

type Random = (length: number) => Uint8Array;

/** An identity that nobody has seen yet: vault, first device, account key and recovery code. */
export interface FreshIdentity {
  readonly identity: NewIdentity;
  readonly device: DeviceKeys;
  readonly generation: number;
  readonly seed: Uint8Array;
  readonly accountKey: NewAccountKey;
  readonly recoveryCode: string;
  /** Seals the vault for an account, once its id and the password's export key are known. */
  readonly vault: (account: Uint8Array, version: number, exportKey: Uint8Array) => Promise<Vault>;
}

/** @param generation of the account key: 1, or after a reset the next */
export async function freshIdentity(generation: number, random: Random): Promise<FreshIdentity> {
  const { key: vaultKey, contents } = await newVault(random);
  const device = await newDeviceKeys(random);
  const seed = newAccountKeySeed(random);
  const recipients: SeedRecipient[] = [
    { recipient: toBase64url(device.id), boxKey: device.box.publicKey },
    { recipient: 'vault', boxKey: contents.box.publicKey },
  ];
  const { record, seedsHash } = await sealSeeds({ generation, seed, recipients, previousSeed: null }, random);
  const { publicKey } = await accountKeyFrom(seed);
  const recoveryCode = newRecoveryCode(random);
  return {
    identity: {
      identity: contents.identity,
      vaultBoxKey: contents.box.publicKey,
      device,
      accountKey: { publicKey, seedsHash },
    },
    device,
    generation,
    seed,
    accountKey: record,
    recoveryCode,
    vault: async (account, version, exportKey) => ({
      version,
      sealed: toBase64url(await sealVault(vaultKey, account, version, contents, random)),
      passwordWrap: toBase64url(
        await wrapVaultKey(passwordWrappingKey(exportKey), 'password', account, vaultKey, random),
      ),
      ...(await recoveryHalf(recoveryCode, account, vaultKey, random)),
    }),
  };
}

/** What the server keeps of a recovery code: the vault key under it, and the public half of its log-in key. */
export async function recoveryHalf(
  recoveryCode: string,
  account: Uint8Array,
  vaultKey: Uint8Array,
  random: Random,
): Promise<Pick<Vault, 'recoveryWrap' | 'recoveryKey'>> {
  const code = parseRecoveryCode(recoveryCode);
  if (!code) throw new RangeError('not a recovery code');
  return {
    recoveryWrap: toBase64url(await wrapVaultKey(recoveryWrappingKey(code), 'recovery', account, vaultKey, random)),
    recoveryKey: toBase64url(recoveryLoginKey(code).publicKey),
  };
}
