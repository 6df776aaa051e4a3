import { sha256 } from '../../crypto/encoding.ts';
import { isBoxPublicKey } from '../../crypto/verify/boxPublicKey.ts';
import type { NewDevice } from '../../protocol/api/linking.ts';
import type { OwnKeys } from '../../protocol/api/keys.ts';
import type { Self } from '../../protocol/api/registration.ts';
import { toBase32 } from '../../protocol/base32.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import { glanceAt, type OwnChain } from './ownChain.ts';
import { readOwnKeys } from './ownKeys.ts';
import type { AccountNo, Clock, KeyStore, Random } from './ports.ts';
import { networkOf, type Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import { bytes } from './sealedSeeds.ts';
import type { DeviceSession, Session, Sessions } from './sessions.ts';
import { selfOf } from './wire.ts';

interface Given {
  readonly keys: KeyStore;
  readonly sessions: Sessions;
  readonly ownChain: OwnChain;
  readonly rates: Rates;
  readonly clock: Clock;
  readonly random: Random;
}

/** One new device that waits. */
interface Waiting {
  readonly linking: string;
  readonly code: string;
  readonly device: NewDevice;
  readonly endsAt: number;
  /** The account that claimed it: nobody else has a word here any more. */
  claimedBy: AccountNo | null;
  greeting: string | null;
  nonce: string | null;
  grant: { readonly bytes: string; readonly session: Uint8Array } | null;
}

export interface Linked {
  readonly self: Self;
  readonly keys: OwnKeys;
  readonly token: string;
}

const MOST = 5000;
/** 40 bits: eight signs. */
const CODE_BYTES = 5;

export type Linking = ReturnType<typeof createLinking>;

/**
 * Where a new device and one of an account meet. What they say to each other is for the devices to check; the server keeps
 * it in memory for ten minutes, lets one account have it, and takes the entry as it takes any other.
 */
export function createLinking({ keys, sessions, ownChain, rates, clock, random }: Given) {
  // In order of their ends, because all live equally long.
  const byToken = new Map<string, Waiting>();
  const byCode = new Map<string, Waiting>();

  const forget = ({ linking, code }: Waiting): void => {
    byToken.delete(linking);
    byCode.delete(code);
  };

  const forgetOld = (): void => {
    for (const waiting of byToken.values()) {
      if (waiting.endsAt > clock.now() && byToken.size < MOST) return;
      forget(waiting);
    }
  };

  const newCode = (): string => {
    const code = toBase32(random(CODE_BYTES));
    return byCode.has(code) ? newCode() : code;
  };

  const isOver = (waiting: Waiting | undefined): boolean => !waiting || waiting.endsAt <= clock.now();

  /** As the new device names it. @throws Refusal link_spent */
  const own = (linking: string): Waiting => {
    const waiting = byToken.get(linking);
    if (!waiting || isOver(waiting)) throw new Refusal('link_spent');
    return waiting;
  };

  /** As the account that claimed it does. @throws Refusal not_found */
  const claimed = (code: string, account: AccountNo): Waiting => {
    const waiting = byCode.get(code);
    if (!waiting || isOver(waiting) || waiting.claimedBy !== account) throw new Refusal('not_found');
    return waiting;
  };

  /** The entry has to be the addition of the very device that waits. @throws Refusal invalid_chain_entry */
  const requireAddition = (waiting: Waiting, entry: string): void => {
    const { kind, device } = glanceAt(bytes(entry, 'entry'));
    const isAddition = kind === 'device added' && device !== null && toBase64url(device) === deviceId(waiting);
    if (!isAddition) throw new Refusal('invalid_chain_entry');
  };

  /** A session for the new device, which stays only if the entry is taken. */
  const enter = async (waiting: Waiting, account: AccountNo, entry: string, from: string): Promise<string> => {
    const token = await sessions.open(account, null, { by: 'linking' });
    const session = await sessions.byToken(token);
    if (!session) throw new Refusal('link_spent');
    try {
      await ownChain.append(session, { entry, deviceLabel: waiting.device.label }, from);
      return token;
    } catch (error) {
      await sessions.end(session);
      throw error;
    }
  };

  return {
    /** @throws Refusal too_many_requests, invalid */
    start(device: NewDevice, from: string): { linking: string; code: string } {
      rates.spend('address: linking', networkOf(from));
      if (!isBoxPublicKey(bytes(device.boxKey, 'boxKey'))) throw new Refusal('invalid', { field: 'boxKey' });
      forgetOld();
      const [linking, code] = [toBase64url(random(32)), newCode()];
      const endsAt = clock.now() + limits.linkingLifetime;
      const heard = { claimedBy: null, greeting: null, nonce: null, grant: null };
      const waiting: Waiting = { linking, code, device, endsAt, ...heard };
      byToken.set(linking, waiting);
      byCode.set(code, waiting);
      return { linking, code };
    },

    /** @throws Refusal link_spent */
    read(linking: string): { greeting: string | null; grant: string | null } {
      const { greeting, grant } = own(linking);
      return { greeting, grant: grant && grant.bytes };
    },

    /** One, and only after the greeting. @throws Refusal link_spent */
    reveal(linking: string, nonce: string): void {
      const waiting = own(linking);
      if (waiting.greeting === null || (waiting.nonce ?? nonce) !== nonce) throw new Refusal('link_spent');
      waiting.nonce = nonce;
    },

    /** @throws Refusal link_spent */
    cancel(linking: string): void {
      forget(own(linking));
    },

    /**
     * Counted whether the code is right or not, so that nobody finds one by trying. @throws Refusal too_many_requests,
     * not_found: no device waits with it, or not for this account
     */
    claim({ account }: DeviceSession, code: string): NewDevice {
      rates.spend('account: linking', account.no);
      const waiting = byCode.get(code);
      if (waiting && !isOver(waiting)) waiting.claimedBy ??= account.no;
      return claimed(code, account.no).device;
    },

    /** @throws Refusal not_found */
    state({ account }: DeviceSession, code: string): { nonce: string | null; granted: boolean } {
      const { nonce, grant } = claimed(code, account.no);
      return { nonce, granted: grant !== null };
    },

    /** @throws Refusal not_found, link_spent: it was greeted before */
    greet({ account }: DeviceSession, code: string, greeting: string): void {
      const waiting = claimed(code, account.no);
      if (waiting.greeting !== null) throw new Refusal('link_spent');
      waiting.greeting = greeting;
    },

    /** @throws Refusal not_found */
    grant({ account, tokenHash }: DeviceSession, code: string, grant: string): void {
      claimed(code, account.no).grant = { bytes: grant, session: tokenHash };
    },

    /**
     * The session is that of a new one on the device; the one that asks, if any, ends. After `chain_moved` the other device
     * may grant anew; after anything else it is over.
     * @throws Refusal link_spent, invalid_chain_entry, chain_moved, too_many_devices, chain_full, too_many_requests
     */
    async finish(
      asked: { linking: string; entry: string },
      session: Session | undefined,
      from: string,
    ): Promise<Linked> {
      const waiting = own(asked.linking);
      const { grant } = waiting;
      if (!grant) throw new Refusal('link_spent');
      requireAddition(waiting, asked.entry);
      waiting.grant = null;
      const granter = await sessions.byHash(grant.session);
      if (!granter?.device) {
        forget(waiting);
        throw new Refusal('link_spent');
      }
      const { account } = granter;
      const token = await enter(waiting, account.no, asked.entry, from).catch((error: unknown) => {
        if (!(error instanceof Refusal && error.code === 'chain_moved')) forget(waiting);
        throw error;
      });
      forget(waiting);
      if (session) await sessions.end(session);
      return { self: selfOf(account), keys: await readOwnKeys(keys, account.no, deviceId(waiting)), token };
    },
  };
}

const deviceId = ({ device }: Waiting): string => toBase64url(sha256(bytes(device.signingKey, 'signingKey')));
