import type { Bytes } from '../../../src/crypto/encoding.ts';
import { type AccountChain, extendChain } from '../../../src/crypto/verify/accountChain.ts';
import { directConversationId } from '../../../src/crypto/verify/epochRecord.ts';
import { becomeDevice } from '../../../src/client/account/login.ts';
import type { LoginResult } from '../../../src/client/account/own.ts';
import { register, reset } from '../../../src/client/account/register.ts';
import { changePassword, newCode, setPassword } from '../../../src/client/account/settings.ts';
import { type OpenVault, openByPassword, openByRecoveryCode } from '../../../src/client/account/vaultAccess.ts';
import { fromBase64url, toBase64url } from '../../../src/protocol/base64url.ts';
import type { Dice } from './dice.ts';
import { type Deps, type Sent, SimulatedDevice } from './device.ts';
import { type Line, SimulatedServer } from './server.ts';

/** What a person wrote and the log took: what everybody has to read. */
export interface Written extends Sent {
  readonly account: string;
  readonly device: string;
  readonly text: string;
  readonly at: number;
  deleted: boolean;
}

export interface Person {
  readonly username: string;
  readonly account: string;
  readonly no: number;
  password: string;
  recoveryCode: string;
  /** In the chain, in their owner's hands. */
  devices: SimulatedDevice[];
  /** In the chain, and gone for good: nobody has removed them yet. */
  lost: SimulatedDevice[];
  /** Removed, with everything that they ever held. */
  removed: SimulatedDevice[];
  /** Time of the last reset; 0: none. */
  resetAt: number;
}

export interface Talk {
  readonly id: string;
  readonly members: readonly Person[];
  readonly written: Written[];
}

/** People, their devices and what they wrote; and a server that all of it goes through. */
export class World {
  readonly dice: Dice;
  readonly server: SimulatedServer;
  readonly people: Person[] = [];
  readonly talks: Talk[] = [];
  /** Everything that was done, for whoever replays it. */
  readonly story: string[] = [];
  readonly #chains = new Map<string, AccountChain>();
  #count = 0;

  constructor(dice: Dice, server: SimulatedServer) {
    this.dice = dice;
    this.server = server;
  }

  static async of(dice: Dice, people: number): Promise<World> {
    const world = new World(dice, await SimulatedServer.boot(dice));
    for (let count = 0; count < people; count++) await world.register(`person${count}`);
    const [first, second] = world.people;
    if (first && second) await world.direct(first, second);
    if (people > 2) await world.group(world.people);
    return world;
  }

  deps(line: Line = this.server.line()): Deps {
    return { line, random: this.dice.bytes, tick: this.server.tick };
  }

  account(line: Line) {
    return { server: line.api, random: this.dice.bytes, deviceLabel: 'Simulated' };
  }

  async register(username: string): Promise<Person> {
    const deps = this.deps();
    const password = `password ${++this.#count}`;
    const { login, recoveryCode } = await register(this.account(deps.line), { username, password });
    if (!login) throw new Error('a new account that waits');
    const { account } = login.self;
    const person: Person = {
      username,
      account,
      no: this.people.length + 1,
      password,
      recoveryCode,
      devices: [],
      lost: [],
      removed: [],
      resetAt: 0,
    };
    this.people.push(person);
    person.devices.push(await SimulatedDevice.begin(deps, login, 0));
    return person;
  }

  async direct(one: Person, other: Person): Promise<void> {
    const id = toBase64url(directConversationId(fromBase64url(one.account), fromBase64url(other.account)));
    await this.#talk(id, 'direct', [one, other]);
  }

  group(members: readonly Person[]): Promise<void> {
    return this.#talk(toBase64url(this.dice.bytes(32)), 'group', members);
  }

  async #talk(id: string, kind: 'direct' | 'group', members: readonly Person[]): Promise<void> {
    this.server.store.addLog(
      id,
      kind,
      members.map(({ no }) => no),
    );
    this.talks.push({ id, members, written: [] });
    for (const { devices } of members) for (const device of devices) await this.meet(device);
  }

  talksOf(person: Person): Talk[] {
    return this.talks.filter(({ members }) => members.includes(person));
  }

  /** The device learns of its conversations and of who is in them. */
  async meet(device: SimulatedDevice): Promise<void> {
    for (const { id, members } of this.talks) {
      if (!members.some(({ account }) => account === device.own.account)) continue;
      await device.table.refresh(id);
      for (const { account } of members) {
        if (account === device.own.account || device.accepted.has(account)) continue;
        device.accepted.set(account, (await device.people.chain(account)).identityKey);
      }
    }
  }

  /** A new device, from the vault alone. */
  async logIn(
    person: Person,
    open: (line: Line) => Promise<OpenVault> = (line) => this.vault(person, line),
  ): Promise<SimulatedDevice> {
    const line = this.server.line();
    const login = await becomeDevice(this.account(line), await open(line), null);
    return this.arrive(person, line, login);
  }

  vault(person: Person, line: Line): Promise<OpenVault> {
    return openByPassword(line.api, person.username, person.password);
  }

  async arrive(person: Person, line: Line, login: LoginResult): Promise<SimulatedDevice> {
    const device = await SimulatedDevice.begin(this.deps(line), login, person.resetAt);
    person.devices.push(device);
    await this.meet(device);
    return device;
  }

  async recover(person: Person): Promise<SimulatedDevice> {
    const line = this.server.line();
    const vault = await openByRecoveryCode(line.api, person.username, person.recoveryCode);
    const login = await becomeDevice(this.account(line), vault, null);
    const password = `password ${++this.#count}`;
    await setPassword(this.account(line), vault, password);
    person.password = password;
    return this.arrive(person, line, login);
  }

  async changePassword(person: Person, { deps }: SimulatedDevice): Promise<void> {
    const password = `password ${++this.#count}`;
    await changePassword(this.account(deps.line), person.username, person.password, password);
    person.password = password;
  }

  async changeCode(person: Person, { deps }: SimulatedDevice): Promise<void> {
    const { recoveryCode, confirm } = await newCode(this.account(deps.line), person.username, person.password);
    await confirm();
    person.recoveryCode = recoveryCode;
  }

  /** A new identity, which inherits nothing: whoever had a device before has one that was removed. */
  async reset(person: Person): Promise<SimulatedDevice> {
    const line = this.server.line();
    const token = await this.server.resetLink(person.account, this.dice.bytes);
    const password = `password ${++this.#count}`;
    const { login, recoveryCode } = await reset(this.account(line), token, password);
    person.removed.push(...person.devices, ...person.lost);
    Object.assign(person, { password, recoveryCode, devices: [], lost: [], resetAt: this.server.now });
    return this.arrive(person, line, login);
  }

  /** As it stands at the server. */
  chainOf({ account, no }: Person): AccountChain {
    const known = this.#chains.get(account) ?? null;
    const entries = this.server.store
      .account(no)
      .chain.slice(known?.number ?? 0)
      .map(({ entry }) => entry);
    const chain = entries.reduce<AccountChain | null>(extendChain, known);
    if (!chain) throw new Error('an account without a chain');
    this.#chains.set(account, chain);
    return chain;
  }

  nextText(): string {
    return `text ${++this.#count}`;
  }

  random(length: number): Bytes {
    return this.dice.bytes(length);
  }
}
