import { deviceRemovedEntry, selfRemovedEntry } from '../../crypto/chainEntries.ts';
import { finishRegistration, startRegistration } from '../../crypto/password.ts';
import { newRecoveryCode } from '../../crypto/recoveryCode.ts';
import { passwordWrappingKey, sealVault, wrapVaultKey } from '../../crypto/vault.ts';
import { liveDevices } from '../../crypto/verify/accountChain.ts';
import {
  finishPasswordChange,
  removeAccount,
  replaceRecoveryCode,
  startPasswordChange,
} from '../../protocol/api/account.ts';
import { logout, logoutEverywhere } from '../../protocol/api/login.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { Refused, type Server } from '../server.ts';
import { recoveryHalf } from './newIdentity.ts';
import type { OwnAccount } from './own.ts';
import { nextAccountKey } from './renewal.ts';
import { seedsFromVault } from './seeds.ts';
import { type OpenVault, openByPassword } from './vaultAccess.ts';

interface Deps {
  readonly server: Server;
  readonly random: (length: number) => Uint8Array;
}

/** A code that has been shown and not confirmed yet: the server does not know it. */
export interface UnconfirmedCode {
  readonly recoveryCode: string;
  readonly confirm: () => Promise<void>;
}

/** Removes a device and gives the account the next key in the same entry, so that nothing later opens there. */
export async function removeDevice(deps: Deps, own: OwnAccount, device: string, password: string): Promise<void> {
  const vault = await openByPassword(deps.server, own.self.username, password);
  await onNewest(own, () => removeWith(deps, own, vault, device));
}

const TRIES = 3;

/** Acts on the chain as it stands now; once more where another entry was faster. */
async function onNewest(own: OwnAccount, act: () => Promise<void>): Promise<void> {
  for (let left = TRIES; ; left -= 1) {
    await own.refresh();
    try {
      return await act();
    } catch (error) {
      if (left === 1 || !(error instanceof Refused && error.code === 'chain_moved')) throw error;
    }
  }
}

async function removeWith(deps: Deps, own: OwnAccount, vault: OpenVault, device: string): Promise<void> {
  const seeds = await seedsFromVault(vault.chain, vault.contents.box, vault.answer.keys);
  const held = own.newestSeed();
  const next = await nextAccountKey(
    own.chain,
    held ? new Map([...seeds, [held.generation, held.seed]]) : seeds,
    device,
    deps.random,
  );
  const entry = deviceRemovedEntry(own.chain, vault.contents.identity, fromBase64url(device), next.key);
  await own.append(entry, next);
}

/** Removes every other device and ends every other session, then this one. */
export async function endEverywhere(deps: Deps, own: OwnAccount, password: string): Promise<void> {
  await removeOthers(deps, own, await openByPassword(deps.server, own.self.username, password));
  await deps.server.call(logoutEverywhere);
  await endHere(deps.server, own);
}

/**
 * The account, for ever. Its other devices are removed first, for they forget nothing on the server's word alone.
 * @throws Refused `forbidden` for an admin, before anything is removed
 */
export async function endAccount(deps: Deps, own: OwnAccount, password: string): Promise<void> {
  if (own.self.role === 'admin') throw new Refused('forbidden');
  const vault = await openByPassword(deps.server, own.self.username, password);
  await removeOthers(deps, own, vault);
  await deps.server.call(removeAccount, { body: { proof: vault.answer.proof } });
}

async function removeOthers(deps: Deps, own: OwnAccount, vault: OpenVault): Promise<void> {
  await own.refresh();
  for (const { id } of liveDevices(own.chain)) {
    const device = toBase64url(id);
    if (device !== own.deviceId) await onNewest(own, () => removeWith(deps, own, vault, device));
  }
}

/** The device takes itself out of the chain; another one, or the next log-in, renews the account key. */
export async function endHere(server: Server, own: OwnAccount): Promise<void> {
  await removeSelf(own);
  await server.call(logout).catch((error: unknown) => {
    // The server ended the session together with the device.
    if (!(error instanceof Refused && error.code === 'unauthenticated')) throw error;
  });
}

async function removeSelf(own: OwnAccount): Promise<void> {
  await onNewest(own, async () => {
    if (own.isLive) await own.append(selfRemovedEntry(own.chain, own.device));
  });
}

/** Replaces what the password opens; the vault key and with it the recovery code stay as they are. */
export async function changePassword(
  deps: Deps,
  username: string,
  password: string,
  newPassword: string,
): Promise<void> {
  const vault = await openByPassword(deps.server, username, password);
  await setPassword(deps, vault, newPassword);
}

export async function setPassword({ server, random }: Deps, vault: OpenVault, newPassword: string): Promise<void> {
  const { state, request } = await startRegistration(newPassword);
  const { response } = await server.call(startPasswordChange, { body: { request } });
  const account = toBase64url(vault.account);
  const ids = { account, instance: vault.instance };
  const { record, exportKey } = await finishRegistration(newPassword, state, response, ids);
  const { proof, keys } = vault.answer;
  const version = keys.vault.version + 1;
  await server.call(finishPasswordChange, {
    body: {
      proof,
      record,
      vault: {
        ...keys.vault,
        version,
        sealed: toBase64url(await sealVault(vault.vaultKey, vault.account, version, vault.contents, random)),
        passwordWrap: toBase64url(
          await wrapVaultKey(passwordWrappingKey(exportKey), 'password', vault.account, vault.vaultKey, random),
        ),
      },
    },
  });
}

/** A new code, of no use until it is confirmed; until then the old one works. */
export async function newCode({ server, random }: Deps, username: string, password: string): Promise<UnconfirmedCode> {
  const vault = await openByPassword(server, username, password);
  const recoveryCode = newRecoveryCode(random);
  const half = await recoveryHalf(recoveryCode, vault.account, vault.vaultKey, random);
  const { proof, keys } = vault.answer;
  return {
    recoveryCode,
    confirm: async () => {
      await server.call(replaceRecoveryCode, { body: { proof, version: keys.vault.version, ...half } });
    },
  };
}
