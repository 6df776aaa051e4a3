import { expect } from 'vitest';
import type { Clock } from '../../src/client/ports.ts';
import { MemoryStorages, type Network, type OpenConversation, type TestDevice, openDevice } from './device.ts';

export const PASSWORD = 'quite some wings tonight';

/** A person with an account of their own and one device. */
export interface Person extends TestDevice {
  readonly username: string;
  readonly recoveryCode: string;
}

/** Registers a new account on a new device and waits until it is online. */
export async function newPerson(
  origin: string,
  username: string,
  password = PASSWORD,
  network?: Network,
  clock?: Clock,
): Promise<Person> {
  const device = openDevice(origin, new MemoryStorages(), network, clock);
  await device.until(({ phase }) => phase === 'out', 'nobody is logged in');
  const registered = await device.client.register({ username, password });
  if (!registered.ok) throw new Error(`registering ${username}: ${registered.code}`);
  await online(device);
  return { ...device, username, recoveryCode: registered.recoveryCode };
}

/** A new device of an account that is there already. */
export async function anotherDevice(
  origin: string,
  username: string,
  password = PASSWORD,
  storages?: MemoryStorages,
  network?: Network,
): Promise<TestDevice> {
  const device = openDevice(origin, storages, network);
  await device.until(({ phase }) => phase === 'out', 'nobody is logged in');
  expect(await device.client.login(username, password)).toEqual({ ok: true });
  await online(device);
  return device;
}

export async function online(device: TestDevice): Promise<void> {
  await device.until(({ phase, connection }) => phase === 'in' && connection === 'online', 'online');
}

/** Opens the direct conversation of two people on both sides. */
export async function talking(one: Person, other: Person): Promise<[OpenConversation, OpenConversation, string]> {
  const started = await one.client.startDirect(other.username);
  if (!started.ok) throw new Error(`starting a conversation: ${started.code}`);
  const again = await other.client.startDirect(one.username);
  if (!again.ok) throw new Error(`starting a conversation: ${again.code}`);
  expect(again.conversation).toBe(started.conversation);
  return [one.conversation(started.conversation), other.conversation(started.conversation), started.conversation];
}

export async function say(device: TestDevice, conversation: string, text: string, replyTo?: string): Promise<void> {
  const outcome = await device.client.send(conversation, text, replyTo);
  if (!outcome.ok) throw new Error(`sending: ${outcome.code}`);
}
