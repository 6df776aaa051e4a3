import { sha256 } from '@noble/hashes/sha2.js';
import { toBase64url } from '../../../protocol/base64url.ts';
import type { MachineState } from '../../../protocol/errors.ts';
import type { Accepted, IngestAnswer, IngestRequest, RecordLine } from '../../../protocol/ingest.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Watching } from '../alerts/watching.ts';
import { audited } from '../audited.ts';
import type {
  Bus,
  Clock,
  MachineStore,
  NewMachineToken,
  Random,
  RecordDraft,
  StoredMachine,
  StreamStore,
  TokenSigning,
} from '../ports.ts';
import { networkOf, type Rates } from '../rates.ts';
import { Refusal } from '../refusal.ts';
import type { ServerSettings } from '../serverSettings.ts';
import type { Switches } from '../switches.ts';
import type { KnownMachine, KnownMachines } from './known.ts';
import type { MachinePasswords } from './passwords.ts';
import { mayFollow, order, type MessageType } from './states.ts';

interface Given {
  readonly machines: MachineStore;
  readonly known: KnownMachines;
  readonly streams: StreamStore;
  readonly passwords: MachinePasswords;
  readonly tokens: TokenSigning;
  readonly switches: Switches;
  readonly settings: Pick<ServerSettings, 'value'>;
  readonly rates: Rates;
  readonly watching: Pick<Watching, 'sealedComing'>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
}

/** A record as it was read from a request. */
export type ReadRecord = RecordLine & Pick<RecordDraft, 'keyed'>;

type Asked<Type extends MessageType> = Extract<IngestRequest, { message_type: Type }>;

/** What a machine carries when it comes without a state: a token, or its name and password. */
export type Credentials = { readonly token: string } | { readonly name: string; readonly password: string };

export type Reporting = ReturnType<typeof createReporting>;

/** Machines that report in: who they are, how far they have come at their address, and what they send. */
export function createReporting(given: Given) {
  const { machines, known, passwords, tokens, switches, settings, rates, bus, clock, random } = given;

  const changed = (machine: string): void => bus.publish({ about: 'machine', machine });

  const byPassword = async (name: string, password: string, from: string): Promise<KnownMachine> => {
    const machine = await machines.byName(name);
    const found = machine?.disabled ? undefined : machine;
    const hash = await passwords.check(name, found?.passwordHash ?? null, password, from);
    if (!found || hash === null) throw new Refusal('invalid_credentials');
    return { machine: found, authenticatedAt: new Set() };
  };

  return {
    /** @throws Refusal enrolment_closed, too_many_requests */
    async identify({ username, code }: Asked<'IDENTIFY'>, from: string): Promise<IngestAnswer> {
      rates.spend('address: enrol', networkOf(from));
      const before = await machines.byName(username);
      const identified = await machines.identify({
        name: username,
        machine: toBase64url(random(16)),
        endpoint: from,
        at: clock.now(),
        mayAdd: switches.on('machine-enrolment'),
        code: code === undefined ? null : sha256(new TextEncoder().encode(code)),
        most: settings.value('machines'),
        endpoints: limits.endpointsPerMachine,
        audit: audited(clock, `machine ${username}`, 'machine enrolled', username, from),
      });
      if (!identified) throw new Refusal('enrolment_closed', { machine: { state: 'GROUNDED' } });
      if (!before || code !== undefined) bus.publish({ about: 'followers', machine: username, accounts: [] });
      changed(username);
      return { state: order.IDENTIFY.leadsTo };
    },

    /** @throws Refusal out_of_order, invalid_credentials, too_many_requests */
    async authenticate({ username, password }: Asked<'AUTHENTICATE'>, from: string): Promise<IngestAnswer> {
      // Twice, because another request may set the first password while this one hashes its own.
      for (const last of [false, true]) {
        const machine = await machines.byName(username);
        const state = machine ? await machines.state(machine.no, from) : 'GROUNDED';
        requireOrder('AUTHENTICATE', state);
        const passwordHash = machine && (await proven(passwords, machine, password, from));
        if (!passwordHash) throw new Refusal('invalid_credentials', { machine: { state } });
        const token = newToken(random, clock.now(), limits.machineTokenLifetime, null);
        const endpoints = limits.endpointsPerMachine;
        const arrived = { machine: machine.no, endpoint: from, passwordHash, token, endpoints };
        if (await machines.authenticate(arrived)) {
          changed(username);
          const signed = await tokens.sign({ ...token, subject: username });
          const seconds = Math.floor((token.endsAt - token.issuedAt) / 1000);
          return { state: order.AUTHENTICATE.leadsTo, token: signed, expires_in: seconds };
        }
        if (last) throw new Refusal('invalid_credentials', { machine: { state } });
      }
      throw new Refusal('internal');
    },

    /** Answers once the record is durable. @throws Refusal invalid_token, out_of_order */
    async message({ token, message, id }: Asked<'MESSAGE'>, from: string): Promise<IngestAnswer> {
      const holder = await known.holder(token);
      const state = await known.state(holder, from);
      requireOrder('MESSAGE', state);
      const seq = await append(given, holder, [{ message, ...(id !== undefined && { id }) }], from);
      return { state: order.MESSAGE.leadsTo, seq };
    },

    /**
     * All of them or none, whatever the state.
     * @param read takes the request apart, once it is known whose it is
     * @param machine the only one that it may be; undefined: whose token it is
     * @throws Refusal invalid_token, invalid_credentials, forbidden, too_many_requests, key_reused
     */
    async records(
      read: () => readonly ReadRecord[],
      by: Credentials,
      from: string,
      machine?: string,
    ): Promise<Accepted> {
      const holder = 'token' in by ? await known.holder(by.token) : await byPassword(by.name, by.password, from);
      if (machine !== undefined && holder.machine.name !== machine) throw new Refusal('forbidden');
      const records = read();
      return { accepted: records.length, last_seq: await append(given, holder, records, from) };
    },
  };
}

function requireOrder(type: MessageType, found: MachineState): void {
  if (mayFollow(type, found)) return;
  throw new Refusal('out_of_order', { machine: { state: found, found, needed: order[type].needs } });
}

/** The hash to which the password belongs, or the one of a first password. */
function proven(
  passwords: MachinePasswords,
  { name, passwordHash, enrolledFrom }: StoredMachine,
  password: string,
  from: string,
): Promise<string | null> {
  const mayBeFirst = passwordHash === null && (enrolledFrom === null || enrolledFrom === from);
  return mayBeFirst ? passwords.first(name, password, from) : passwords.check(name, passwordHash, password, from);
}

/** Answers the seq of the last one. @throws Refusal too_many_requests */
async function append(
  { streams, machines, watching, rates, bus }: Given,
  { machine: { no, name, endpoint: last } }: KnownMachine,
  records: readonly ReadRecord[],
  endpoint: string,
): Promise<number> {
  if (records.length === 0) return 0;
  // Also of what comes again, so that repeating is no way around it.
  rates.spend('machine: record', no, records.length);
  rates.spend('machine: byte', no, sizeOf(records));
  if (records.some(({ sealed }) => sealed)) await watching.sealedComing(name, no);
  const stored = await streams.append(
    name,
    records.map((record) => ({ ...record, endpoint })),
  );
  const seq = stored.at(-1)?.seq ?? 0;
  if (last !== endpoint) {
    await machines.seen(no, endpoint);
    bus.publish({ about: 'machine', machine: name });
  }
  const newest = stored.findLast(({ repeated }) => !repeated);
  if (newest) bus.publish({ about: 'stream', machine: name, seq: newest.seq });
  return seq;
}

/** About what they take in the stream's file. */
const sizeOf = (records: readonly RecordLine[]): number =>
  records.reduce((sum, { message }) => sum + message.length + 100, 0);

export function newToken(random: Random, at: number, lifetime: number, label: string | null): NewMachineToken {
  return { jti: toBase64url(random(16)), label, issuedAt: at, endsAt: at + lifetime };
}
