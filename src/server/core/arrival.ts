import type { Entered } from '../../protocol/api/certificates.ts';
import type { LoggedIn } from '../../protocol/api/login.ts';
import { limits } from '../../protocol/limits.ts';
import type { Devices } from './devices.ts';
import { oneTime } from './oneTime.ts';
import { readOwnKeys } from './ownKeys.ts';
import type { AccountNo, Began, Clock, KeyStore, Random, StoredAccount } from './ports.ts';
import { Refusal } from './refusal.ts';
import type { Session, Sessions } from './sessions.ts';
import { sha256, equalBytes } from '../../crypto/encoding.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import { selfOf, whoAmI } from './wire.ts';

/** `token` null: the session that was there stays. */
export interface Arrived {
  readonly loggedIn: LoggedIn;
  readonly token: string | null;
}

/** Who came in without password or code, and so without a proof of either. */
export interface EnteredWith {
  readonly entered: Entered;
  readonly token: string | null;
}

interface Coming {
  readonly account: StoredAccount;
  readonly session: Session | undefined;
  /** Whether what was proved still counts; it may have been replaced before the session was there to be ended. */
  readonly holds: () => Promise<boolean>;
  readonly began: Began;
}

const MOST = 20_000;

export type Arrival = ReturnType<typeof createArrival>;

/** What every log-in ends in: the session, the keys, a proof of the password or code, and a challenge for the device. */
export function createArrival(given: {
  keys: KeyStore;
  sessions: Sessions;
  devices: Devices;
  clock: Clock;
  random: Random;
}) {
  const { keys, sessions, devices, clock, random } = given;
  const bounds = { lifetime: limits.proofLifetime, most: MOST };
  const proofs = oneTime<AccountNo>(clock, random, bounds);
  const challenges = oneTime<{ account: AccountNo; tokenHash: Uint8Array }>(clock, random, bounds);

  const challengeFor = ({ no }: StoredAccount, tokenHash: Uint8Array): string =>
    challenges.issue({ account: no, tokenHash });

  const answer = async (account: StoredAccount, tokenHash: Uint8Array, device: string | null): Promise<LoggedIn> => ({
    self: selfOf(account),
    keys: await readOwnKeys(keys, account.no, device),
    proof: proofs.issue(account.no),
    challenge: challengeFor(account, tokenHash),
  });

  /** Within a session of the same account nothing begins. Another's session ends. @throws Refusal vault_moved */
  const begin = async ({ account, session, holds, began }: Coming) => {
    await devices.suspendUnseen(account.no);
    if (session?.account.no === account.no) {
      return { tokenHash: session.tokenHash, device: session.device?.device ?? null, token: null };
    }
    if (session) await sessions.end(session);
    const token = await sessions.open(account.no, null, began);
    const tokenHash = sha256(fromBase64url(token));
    if (await holds()) return { tokenHash, device: null, token };
    await sessions.end({ tokenHash, account });
    throw new Refusal('vault_moved');
  };

  return {
    /**
     * Within a session of the same account nothing begins: it only confirms. Another's session ends.
     * @throws Refusal vault_moved
     */
    async arrive(coming: Coming & { readonly began: { readonly by: 'password' | 'recovery' } }): Promise<Arrived> {
      const { account, session } = coming;
      const { tokenHash, device, token } = await begin(coming);
      if (session && token === null) await sessions.confirm(session);
      return { loggedIn: await answer(account, tokenHash, device), token };
    },

    /** As `arrive`, by something that opens no vault: without a proof, and for accounts without keys too. */
    async enter(coming: Coming): Promise<EnteredWith> {
      const { account } = coming;
      const { tokenHash, device, token } = await begin(coming);
      const own = account.account === null ? null : await readOwnKeys(keys, account.no, device);
      return { entered: { self: whoAmI(account), keys: own, challenge: challengeFor(account, tokenHash) }, token };
    },

    /** As after a log-in, for a session just made on a device. */
    welcome: (account: StoredAccount, token: string, device: string): Promise<LoggedIn> =>
      answer(account, sha256(fromBase64url(token)), device),

    /** A proof is good once, and for its account. @throws Refusal proof_required */
    spendProof({ account }: Session, proof: string): void {
      if (proofs.take(proof) !== account.no) throw new Refusal('proof_required');
    },

    /** Whether the challenge was this session's. */
    takeChallenge({ account, tokenHash }: Session, challenge: string): boolean {
      const found = challenges.take(challenge);
      return found?.account === account.no && equalBytes(found.tokenHash, tokenHash);
    },
  };
}
