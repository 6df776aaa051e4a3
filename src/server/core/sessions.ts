import { sha256 } from '../../crypto/encoding.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import { requireMoreThanAKey } from './byKeyAlone.ts';
import type {
  AccountNo,
  Began,
  Bus,
  Clock,
  DeviceNo,
  Random,
  SessionStore,
  StoredAccount,
  StoredSession,
} from './ports.ts';
import { audited } from './audited.ts';
import type { ServerSettings } from './serverSettings.ts';
import type { Switches } from './switches.ts';

/** Somebody who is logged in, as one request or one socket sees it. */
export interface Session {
  readonly tokenHash: Uint8Array;
  readonly account: StoredAccount;
  /** The account id of its chain. */
  readonly accountId: string | null;
  readonly device: { readonly no: DeviceNo; readonly device: string } | null;
  /** It began with a certificate or an SSH key; no device has taken it over, and no password or recovery code was given. */
  readonly byKeyAlone: boolean;
  readonly seenAt: number;
}

export interface DeviceSession extends Session {
  readonly accountId: string;
  readonly device: { readonly no: DeviceNo; readonly device: string };
}

/** Only `requireAdmin` makes one of another session: what takes it is for admins alone. */
export interface AdminSession extends DeviceSession {
  readonly account: StoredAccount & { readonly role: 'admin' };
}

const DAY = 24 * 3600_000;
/** That a session was seen is written down this often at most. */
const TOUCH_EVERY = 60_000;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export type Sessions = ReturnType<typeof createSessions>;

/** A session is a random token that its owner keeps; the server knows its hash only. It ends after 90 days unseen, or sooner by the setting. */
export function createSessions({
  store,
  switches,
  settings,
  bus,
  clock,
  random,
}: {
  store: SessionStore;
  switches: Pick<Switches, 'on'>;
  settings: Pick<ServerSettings, 'value'>;
  bus: Bus;
  clock: Clock;
  random: Random;
}) {
  const byHash = async (tokenHash: Uint8Array): Promise<Session | undefined> => {
    const found = await store.find(tokenHash, clock.now());
    if (!found || found.account.state !== 'active' || found.device?.state === 'suspended') return undefined;
    const { account, device, began, confirmed, seenAt } = found;
    if (seenAt + settings.value('session-days') * DAY <= clock.now()) return undefined;
    const way = switchOf(began);
    if (way && !switches.on(way)) return undefined;
    const on = device && { no: device.no, device: device.device };
    const byKeyAlone = way !== null && !on && !confirmed;
    return { tokenHash, account, accountId: account.account, device: on, byKeyAlone, seenAt };
  };

  return {
    byHash,

    /** Answers the token. */
    async open(account: AccountNo, device: DeviceNo | null, began: Began): Promise<string> {
      const token = random(32);
      const at = clock.now();
      const tokenHash = sha256(token);
      const expiresAt = at + limits.sessionLifetime;
      await store.create({ tokenHash, account, device, began, at, expiresAt });
      return toBase64url(token);
    },

    async byToken(token: string | undefined): Promise<Session | undefined> {
      if (token === undefined || !TOKEN.test(token)) return undefined;
      return byHash(sha256(fromBase64url(token)));
    },

    /** Whether it is that of an account that an admin has to approve first: it is none yet. */
    async waits(token: string | undefined): Promise<boolean> {
      if (token === undefined || !TOKEN.test(token)) return false;
      const found = await store.find(sha256(fromBase64url(token)), clock.now());
      return found?.account.state === 'pending';
    },

    /** Notes that the session is in use, seldom enough not to matter; answers whether its end moved. */
    async touch(session: Session, every: number = TOUCH_EVERY): Promise<boolean> {
      const at = clock.now();
      if (at - session.seenAt < every) return false;
      await store.touch(session.tokenHash, at, at + limits.sessionLifetime);
      return true;
    },

    /** The password or the recovery code was given in it. */
    async confirm({ tokenHash, byKeyAlone }: Session): Promise<void> {
      if (byKeyAlone) await store.confirm(tokenHash);
    },

    async end({ tokenHash, account }: Pick<Session, 'tokenHash' | 'account'>): Promise<void> {
      await store.end(tokenHash);
      bus.publish({ about: 'rights', no: account.no });
    },

    /** @throws Refusal proof_required */
    async endOthers(session: Session, from: string): Promise<void> {
      requireMoreThanAKey(session);
      const { account, tokenHash } = session;
      await store.endOthers(
        account.no,
        tokenHash,
        audited(clock, account.username, 'log-out everywhere', account.username, from),
      );
      bus.publish({ about: 'rights', no: account.no });
    },
  };
}

/** What the session began with has to be a way in still; null: it binds logging in and no more. */
function switchOf(began: StoredSession['began']): 'certificate-authentication' | 'ssh-authentication' | null {
  if (began?.by === 'certificate') return 'certificate-authentication';
  return began?.by === 'ssh' ? 'ssh-authentication' : null;
}
