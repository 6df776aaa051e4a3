import { type DeviceKeys, packDeviceKeys, unpackDeviceKeys } from '../../crypto/deviceKeys.ts';
import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import type { Storages } from '../ports.ts';
import { DEVICE } from './current.ts';

/** A device on its way into an account: the server may have taken it, or not heard of it yet. */
export interface Coming {
  readonly account: string;
  readonly device: DeviceKeys;
  /** The account is being made here; its owner has not seen the recovery code yet. */
  readonly begun: Begun | null;
}

export interface Begun {
  readonly username: string;
  readonly recoveryCode: string;
}

const COMING = 'coming';

/** Stored before the server hears of it, so that a device that stops on its way goes on at its next start. One at a time. */
export async function keepComing(storages: Storages, { account, device, begun }: Coming): Promise<void> {
  const storage = await storages.open(DEVICE);
  await storage.write({ put: [[COMING, encodeCbor({ account, device: packDeviceKeys(device), begun })]] });
}

export async function storedComing(storages: Storages): Promise<Coming | null> {
  const bytes = await (await storages.open(DEVICE)).get(COMING);
  if (!bytes) return null;
  const { device, ...stored } = decodeCbor(bytes) as Omit<Coming, 'device'> & { device: Uint8Array };
  return { ...stored, device: await unpackDeviceKeys(device) };
}

/** It has arrived, or is not going on. */
export async function forgetComing(storages: Storages): Promise<void> {
  await (await storages.open(DEVICE)).write({ remove: [COMING] });
}
