import { randomBytes } from 'node:crypto';
import type { Outcome } from '../../client/api.ts';
import { enterKeyless } from '../../client/account/complete.ts';
import { claim } from '../../client/account/login.ts';
import type { OwnAccount } from '../../client/account/own.ts';
import { Refused, type Server, Unreachable } from '../../client/server.ts';
import { parseRecoveryCode } from '../../crypto/recoveryCode.ts';
import { getSelf } from '../../protocol/api/account.ts';
import type { Entered } from '../../protocol/api/certificates.ts';
import { logout } from '../../protocol/api/login.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { GaveUp, type LogInSteps, type Secrets, type WayIn } from '../../tui/accounts.ts';
import { words } from '../../tui/words.ts';
import { adoptCertificate, enterByCertificate } from './certificate.ts';
import type { Device } from './device.ts';
import { enterBySsh } from './ssh.ts';

export interface Asked {
  readonly name: string;
  readonly by: WayIn | null;
  /** The socket of the SSH agent; null: there is none. */
  readonly agent: string | null;
}

/**
 * By what the device has; else by what the person has named, or its certificate; else by password or code.
 * @throws GaveUp; Failed `keys_exist`: the account has keys that this device did not make; Refused, Unreachable
 */
export async function enter(
  device: Device,
  asked: Asked,
  steps: LogInSteps,
): Promise<Outcome<{ recoveryCode?: string }>> {
  const { by } = asked;
  const { secrets } = steps;
  if (by && 'certificate' in by) adoptCertificate(device.folder, by);
  switch (await wayIn(device, asked)) {
    case 'resumed':
      await device.start('in');
      return { ok: true };
    case 'keyless': {
      const client = await device.start('out');
      return client.completeAccount({ password: (await secrets.toChoose()) || null });
    }
    case 'proved':
      steps.proved();
      return openVault(device, asked.name, secrets);
    case null:
      return enterBySecret(device, asked.name, secrets);
  }
}

/**
 * How this device goes on: as itself, also where nobody is there to say no; without keys; known by its SSH key, and with
 * closed messages; or as nobody yet.
 */
async function wayIn(device: Device, asked: Asked): Promise<'resumed' | 'keyless' | 'proved' | null> {
  const own = await device.current();
  const { by } = asked;
  try {
    if (own && (await isIn(device.server, own))) return 'resumed';
    if (by && 'ssh' in by) return await byAKey(device, asked, own, by.ssh);
    return await byCertificate(device, asked, own);
  } catch (error) {
    if (error instanceof Unreachable && own) return 'resumed';
    const isNoWay = error instanceof Unreachable || error instanceof Refused;
    if (isNoWay && !(by && 'ssh' in by)) return null;
    throw error;
  }
}

async function byCertificate(
  { server, folder, origin, platform }: Device,
  { name, by }: Asked,
  own: OwnAccount | null,
): Promise<'resumed' | 'keyless' | null> {
  const entered = await enterByCertificate(server, folder, origin, name);
  if (!entered) return null;
  if (own) return resume(server, own, entered);
  if (entered.self.account !== null && by === null) return null;
  await enterKeyless(platform.storages, entered);
  return 'keyless';
}

async function byAKey(
  { server, origin, platform }: Device,
  { name, agent }: Asked,
  own: OwnAccount | null,
  file: string | null,
): Promise<'resumed' | 'keyless' | 'proved'> {
  const { entered, instance, next } = await enterBySsh(server, origin, name, { file, agent });
  if (next === 'no_vault') {
    await enterKeyless(platform.storages, entered);
    return 'keyless';
  }
  if (!own) return 'proved';
  return resume(server, own, { ...entered, instance }).catch((error: unknown) => {
    // The account has removed this device: it becomes another one.
    if (error instanceof Refused) return 'proved';
    throw error;
  });
}

async function resume(server: Server, own: OwnAccount, entered: Entered & { instance: string }): Promise<'resumed'> {
  const { instance, challenge } = entered;
  await claim(server, { instance, account: own.id, challenge }, own.device);
  return 'resumed';
}

async function isIn(server: Server, own: OwnAccount): Promise<boolean> {
  try {
    return (await server.call(getSelf)).device === own.deviceId;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** In the session of an SSH key, which ends if nothing opens. */
async function openVault(device: Device, name: string, secrets: Secrets): Promise<Outcome> {
  let opened: Outcome | null = null;
  try {
    const secret = await secrets.toLogIn();
    if (!secret) throw new GaveUp(words.closedToSsh(name));
    opened = await openBy(secret, device, name, secrets);
    return opened;
  } finally {
    if (!opened?.ok) await device.server.call(logout).catch(() => undefined);
  }
}

async function enterBySecret(device: Device, name: string, secrets: Secrets): Promise<Outcome> {
  const secret = await secrets.toLogIn();
  if (secret === null || secret === '') return { ok: false, code: 'invalid_credentials' };
  return openBy(secret, device, name, secrets);
}

async function openBy(secret: string, device: Device, name: string, secrets: Secrets): Promise<Outcome> {
  const client = await device.start('out');
  if (parseRecoveryCode(secret) === null) return client.login(name, secret);
  const chosen = await secrets.toChoose();
  return client.recover(name, secret, chosen || unknownPassword());
}

/** Who has no password has one that nobody knows: the recovery code alone opens the account. */
export function unknownPassword(): string {
  return toBase64url(randomBytes(32));
}
