import type { Item } from '../../../src/client/api.ts';
import { type MemoryStorages, type OpenConversation, type TestDevice, openDevice } from '../../support/device.ts';
import { PASSWORD, anotherDevice, newPerson, online, say } from '../../support/people.ts';
import { Dice } from './dice.ts';

interface Holder {
  readonly username: string;
  readonly devices: Held[];
}

interface Held {
  device: TestDevice;
  view: OpenConversation;
  /** As it was at some time before. */
  old: MemoryStorages | null;
}

export interface Ended {
  readonly texts: readonly string[];
  /** What each device shows: seqs and bodies. */
  readonly shown: readonly (readonly string[])[];
  /** Of each account: what its devices count. */
  readonly unread: readonly (readonly number[])[];
  readonly bodies: ReadonlySet<string>;
  /** What was stored and not deleted. */
  readonly acknowledged: readonly string[];
}

const STEPS = 25;
const MOST_DEVICES = 3;

/** Two people with real clients on a real server, whose lines are cut and whose devices close, come back, or come back older. */
export async function runOnDevices(origin: string, seed: number): Promise<Ended> {
  const dice = new Dice(seed);
  const [one, other] = [await newPerson(origin, `amara-${seed}`), await newPerson(origin, `bram-${seed}`)];
  const started = await one.client.startDirect(other.username);
  if (!started.ok || !(await other.client.startDirect(one.username)).ok) throw new Error('no conversation');
  const id = started.conversation;
  const held = (device: TestDevice): Held => ({ device, view: device.conversation(id), old: null });
  const holders: Holder[] = [one, other].map((person) => ({ username: person.username, devices: [held(person)] }));
  const deleted = new Set<string>();
  const stored = new Set<string>();
  const note = () => {
    for (const { devices } of holders)
      for (const { view } of devices) for (const text of storedIn(view)) stored.add(text);
  };
  for (let step = 1; step <= STEPS; step++) {
    const holder = dice.pick(holders);
    const one_ = dice.pick(holder.devices);
    await act({
      dice,
      origin,
      id,
      holder,
      held: one_,
      step,
      deleted,
      again: (device) => (one_.view = device.conversation(id)),
    });
    note();
  }
  await settle(holders, id);
  const views = holders.map(({ devices }) => devices.map(({ view }) => view));
  const all = views.flat();
  const last = all[0];
  const ended = {
    texts: last ? storedIn(last) : [],
    shown: all.map(shownIn),
    unread: holders.map(({ devices }) => devices.map(({ device }) => device.state().unread)),
    bodies: new Set(all.flatMap((view) => inLog(view).map(({ body }) => body.type))),
    acknowledged: [...stored].filter((text) => !deleted.has(text)),
  };
  for (const { devices } of holders) for (const { device } of devices) device.close();
  return ended;
}

interface Act {
  readonly dice: Dice;
  readonly origin: string;
  readonly id: string;
  readonly holder: Holder;
  readonly held: Held;
  readonly step: number;
  readonly deleted: Set<string>;
  readonly again: (device: TestDevice) => void;
}

async function act(given: Act): Promise<void> {
  const { dice, id, holder, held, step, origin } = given;
  const { device, view } = held;
  const what = dice.below(20);
  if (what < 10) return say(device, id, `${holder.username}, step ${step}`);
  if (what < 12) return device.network.down ? bringBack(device) : device.network.cut();
  if (what < 14) return reopen(held, id, device.storages, origin);
  if (what < 15) return void (held.old = device.storages.copy());
  if (what < 16) return held.old ? reopen(held, id, held.old, origin) : undefined;
  if (what < 17) return void (await device.client.markRead(id));
  if (what < 18) return deleteOne(given, view);
  if (holder.devices.length >= MOST_DEVICES) return bringBack(device);
  const added = await anotherDevice(origin, holder.username, PASSWORD);
  holder.devices.push({ device: added, view: added.conversation(id), old: null });
}

/** Closed at any moment, and opened again with what it had, or with what it had long ago. */
async function reopen(held: Held, id: string, storages: MemoryStorages, origin: string): Promise<void> {
  held.device.close();
  held.old = null;
  held.device = openDevice(origin, storages);
  await held.device.until(({ phase }) => phase === 'in', 'logged in again');
  held.view = held.device.conversation(id);
}

async function deleteOne({ dice, held, holder, id, deleted }: Act, view: OpenConversation): Promise<void> {
  const own = (view.view()?.items ?? []).filter(({ mine, seq, body }) => mine && seq !== null && body.type === 'text');
  if (own.length === 0) return;
  const { key, body } = dice.pick(own);
  const outcome = await held.device.client.deleteMessage(id, key, 'everyone');
  if (outcome.ok && body.type === 'text') deleted.add(body.text);
  // Its place in the log is known before the log has brought it here: then it cannot be deleted yet.
  if (!outcome.ok && outcome.code !== 'offline' && outcome.code !== 'not_found')
    throw new Error(`${holder.username} deletes: ${outcome.code}`);
}

function bringBack(device: TestDevice): void {
  device.network.restore();
  device.client.hurry();
}

/** All lines are back, everyone says one thing more, and all of it is everywhere. */
async function settle(holders: readonly Holder[], id: string): Promise<void> {
  const all = holders.flatMap(({ devices }) => devices);
  for (const { device } of all) bringBack(device);
  for (const { device } of all) await online(device);
  const ends: string[] = [];
  for (const [index, { device }] of all.entries()) {
    ends.push(`the end of ${index}`);
    await say(device, id, `the end of ${index}`);
  }
  for (const { view } of all) {
    await view.until(
      ({ items }) =>
        items.every(({ mine, seq }) => !mine || seq !== null) && ends.every((text) => view.texts().includes(text)),
      'the end',
    );
  }
  const views = all.map(({ view }) => view);
  await soon(views, () => new Set(views.map((view) => JSON.stringify(shownIn(view)))).size === 1);
  for (const { devices } of holders) {
    const same = () => new Set(devices.map(({ device }) => device.state().unread)).size === 1;
    await soon(
      devices.map(({ device }) => device),
      same,
    );
  }
}

/** Whichever of them changes last. What never comes to be, the test says. */
function soon(
  all: readonly { until(wanted: () => boolean, what: string): Promise<unknown> }[],
  wanted: () => boolean,
): Promise<unknown> {
  return Promise.race(all.map((one) => one.until(wanted, 'all the same').catch(() => undefined)));
}

/** What each device hears of the other's devices by itself, and when, is no part of the log. */
const inLog = (view: OpenConversation): readonly Item[] =>
  (view.view()?.items ?? []).filter(({ body }) => body.type !== 'event' || body.event !== 'device_added');
const storedIn = (view: OpenConversation): string[] =>
  inLog(view).flatMap(({ body, seq }) => (body.type === 'text' && seq !== null ? [body.text] : []));
const shownIn = (view: OpenConversation): string[] =>
  inLog(view).map(({ seq, body }) => `${seq} ${JSON.stringify(body)}`);
