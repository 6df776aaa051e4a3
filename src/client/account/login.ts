import { deviceAddedEntry } from '../../crypto/chainEntries.ts';
import { type DeviceKeys, newDeviceKeys } from '../../crypto/deviceKeys.ts';
import { purposes } from '../../crypto/labels.ts';
import { sign } from '../../crypto/signingKey.ts';
import { deviceAt } from '../../crypto/verify/accountChain.ts';
import { sessionClaim } from '../../crypto/verify/proofs.ts';
import { appendToChain } from '../../protocol/api/account.ts';
import { claimSession } from '../../protocol/api/login.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import type { Server } from '../server.ts';
import { type HeldKeys, freshKeys } from './boxKeys.ts';
import type { Coming } from './coming.ts';
import type { LoginResult } from './own.ts';
import { nextAccountKey } from './renewal.ts';
import { seedsFromVault } from './seeds.ts';
import type { OpenVault } from './vaultAccess.ts';
import { accountKeyEntry } from '../../crypto/chainEntries.ts';
import { extendChain } from '../../crypto/verify/accountChain.ts';

interface Deps {
  readonly server: Server;
  readonly random: (length: number) => Uint8Array;
  readonly deviceLabel: string;
  readonly keep?: (coming: Coming) => Promise<void>;
}

/**
 * Makes this a device of the account, with the vault open: takes the session over if its keys are in the chain already,
 * and otherwise adds it. The vault gives every seed there is, so that all of the past opens here.
 * @param stored keys that this device kept from an earlier log-in of the same account
 */
export async function becomeDevice(deps: Deps, vault: OpenVault, stored: HeldKeys | null): Promise<LoginResult> {
  const seeds = await seedsFromVault(vault.chain, vault.contents.box, vault.answer.keys);
  const { self } = vault.answer;
  if (stored && deviceAt(vault.chain, stored.device.id, vault.chain.number)) {
    await claim(deps.server, { ...vault, challenge: vault.answer.challenge }, stored.device);
    return { self, instance: vault.instance, held: stored, entries: vault.entries, seeds };
  }
  const device = await newDeviceKeys(deps.random);
  const added = deviceAddedEntry(vault.chain, vault.contents.identity, device);
  await deps.keep?.({ account: self.account, device, begun: null });
  await deps.server.call(appendToChain, { body: { entry: toBase64url(added), deviceLabel: deps.deviceLabel } });
  const login = { self, instance: vault.instance, held: freshKeys(device), entries: [...vault.entries, added], seeds };
  return renewed(deps, login, vault);
}

/** The session becomes that of a device that is in the chain already. `challenge`: as the log-in answered it. */
export async function claim(
  server: Server,
  { instance, account, challenge }: { instance: string; account: Uint8Array; challenge: string },
  device: DeviceKeys,
): Promise<void> {
  const signed = sessionClaim(instance, account, fromBase64url(challenge));
  await server.call(claimSession, {
    body: {
      device: toBase64url(device.id),
      challenge,
      signature: toBase64url(sign(device.signing, purposes.sessionClaim, signed)),
    },
  });
}

/** A device that logged out knew the account key; whoever logs in next makes the one after it. */
async function renewed(deps: Deps, login: LoginResult, vault: OpenVault): Promise<LoginResult> {
  const chain = login.entries.slice(vault.entries.length).reduce(extendChain, vault.chain);
  if (!chain.renewalOwed) return login;
  const next = await nextAccountKey(chain, login.seeds, null, deps.random);
  const entry = accountKeyEntry(chain, { device: login.held.device }, next.key);
  await deps.server.call(appendToChain, { body: { entry: toBase64url(entry), accountKey: next.record } });
  return {
    ...login,
    entries: [...login.entries, entry],
    seeds: new Map(login.seeds).set(next.record.generation, next.seed),
  };
}
