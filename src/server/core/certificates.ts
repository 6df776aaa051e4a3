import { equalBytes } from '../../crypto/encoding.ts';
import type { Certificate } from '../../protocol/api/certificates.ts';
import { NewUsername } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { requireMoreThanAKey } from './byKeyAlone.ts';
import { audited } from './audited.ts';
import type {
  AccountStore,
  Authority,
  Bus,
  CertificateStore,
  Clock,
  NewCertificate,
  PresentedCertificate,
  Random,
  StoredAccount,
} from './ports.ts';
import { networkOf, type Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import { newSerial } from './serial.ts';
import type { ServerSettings } from './serverSettings.ts';
import type { Session } from './sessions.ts';
import type { Switches } from './switches.ts';

/** Whoever showed a certificate that is good, and has its key. */
export interface Holder {
  readonly account: StoredAccount;
  readonly serial: string;
  /** The same for all certificates of one key: its device on the line. */
  readonly keyHash: Uint8Array;
}

/** PEM: the certificate, and the authority's behind it. */
export interface Issued {
  readonly chain: string;
}

interface Given {
  readonly authority: Authority;
  readonly certificates: CertificateStore;
  readonly accounts: AccountStore;
  readonly switches: Switches;
  readonly settings: Pick<ServerSettings, 'value'>;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
}

const LIFETIME = 30 * 24 * 3600_000;
/** Clocks of others are not ours. */
const BACKDATED = 3600_000;
const LABEL_AT_REGISTRATION = 'Terminal';

export type Certificates = ReturnType<typeof createCertificates>;

/** People's certificates: given for a request, good for 30 days, and no longer than their account and the switch allow. */
export function createCertificates(given: Given) {
  const { authority, certificates: store, accounts, switches, settings, rates, bus, clock, random } = given;

  const requireOn = (): void => {
    if (!switches.on('certificate-authentication')) throw new Refusal('forbidden');
  };

  const admit = async (asked: string): Promise<string> => {
    requireOn();
    if (!switches.on('registration')) throw new Refusal('registration_closed');
    const username = NewUsername.safeParse(asked);
    if (!username.success) throw new Refusal('invalid', { field: 'username' });
    if (await accounts.byName(username.data)) throw new Refusal('username_taken');
    return username.data;
  };

  const issue = async (
    username: string,
    request: Uint8Array,
    { label, device }: Pick<NewCertificate, 'label' | 'device'>,
  ): Promise<Issued & { certificate: NewCertificate }> => {
    const key = await authority.readRequest(request);
    if (!key) throw new Refusal('invalid_certificate_request');
    const at = clock.now();
    const serial = newSerial(random);
    const endsAt = at + LIFETIME;
    const { publicKey, keyHash } = key;
    const pem = await authority.issue({ serial, username, publicKey, from: at - BACKDATED, to: endsAt });
    const certificate = { serial, keyHash, label, device, issuedAt: at, endsAt };
    return { chain: pem + authority.certificate, certificate };
  };

  /** The holder of a certificate that was presented; null: there is no such certificate, or it was revoked. */
  const holderOf = async ({ serial, username, keyHash }: PresentedCertificate): Promise<Holder | null> => {
    const found = await store.bySerial(serial);
    if (!found || found.revokedAt !== null || !equalBytes(found.keyHash, keyHash)) return null;
    const account = await accounts.byNo(found.account);
    return account?.username === username ? { account, serial, keyHash } : null;
  };

  /**
   * Who holds this certificate (DER), if it is ours, in its time, not revoked, and its account may come in. That the
   * other side has its key is for the door to see.
   * @throws Refusal forbidden: the switch is off; invalid_credentials; approval_pending
   */
  const require = async (der: Uint8Array): Promise<Holder> => {
    requireOn();
    const presented = authority.read(der, clock.now());
    const holder = presented && (await holderOf(presented));
    if (holder?.account.state === 'pending') throw new Refusal('approval_pending');
    if (holder?.account.state !== 'active') throw new Refusal('invalid_credentials');
    return holder;
  };

  return {
    /** @throws Refusal forbidden: the switch is off */
    requireOn,

    /**
     * Whether the name could be registered now.
     * @throws Refusal too_many_requests, forbidden, registration_closed, invalid, username_taken
     */
    async requireFree(username: string, from: string): Promise<void> {
      rates.spend('address: start registration', networkOf(from));
      await admit(username);
    },

    /**
     * An account by a certificate request (DER or PEM) alone: without password, vault and chain. `waits`: an admin has to
     * approve it first.
     * @throws Refusal as `requireFree`, and invalid_certificate_request, too_many_accounts
     */
    async register(asked: string, request: Uint8Array, from: string): Promise<Issued & { waits: boolean }> {
      rates.spend('address: registration', networkOf(from));
      const username = await admit(asked);
      const { chain, certificate } = await issue(username, request, { label: LABEL_AT_REGISTRATION, device: null });
      const state = switches.on('approval') ? 'pending' : 'active';
      const audit = audited(clock, username, 'registration by certificate request', username, from);
      const most = settings.value('accounts');
      const made = await accounts.createBare({ username, state, certificate, most, at: clock.now(), audit });
      if (typeof made === 'string') throw new Refusal(made);
      bus.publish({ about: 'account', no: made.no });
      return { chain, waits: state === 'pending' };
    },

    /**
     * A certificate for the account of a session: a terminal's first, or the one that follows. It ends with the session's
     * device, and with the certificate or the SSH key by which the session came in.
     * @param label how its owner sees it in the list
     * @throws Refusal too_many_requests, forbidden, proof_required, invalid_certificate_request, unauthenticated,
     *   too_many_devices
     */
    async issueFor(session: Session, request: Uint8Array, label: string, from: string) {
      requireOn();
      requireMoreThanAKey(session);
      const { account, device, tokenHash } = session;
      rates.spend('account: certificate', account.no);
      const { chain, certificate } = await issue(account.username, request, { label, device: device?.no ?? null });
      const stored = await store.add({
        account: account.no,
        certificate,
        session: tokenHash,
        most: limits.certificatesPerAccount,
        audit: audited(clock, account.username, 'certificate issued', certificate.serial, from),
      });
      if (stored === 'unauthenticated') throw new Refusal(stored);
      if (stored === 'too_many') throw new Refusal('too_many_devices');
      return { chain };
    },

    require,

    /** As `require`, and null for every no: for doors that look again while a line is open. */
    async holder(der: Uint8Array): Promise<Holder | null> {
      try {
        return await require(der);
      } catch (error) {
        if (error instanceof Refusal) return null;
        throw error;
      }
    },

    /** Those of the account that are good, the newest first. @throws Refusal proof_required */
    async list(session: Pick<Session, 'account' | 'accountId' | 'byKeyAlone'>): Promise<Certificate[]> {
      requireMoreThanAKey(session);
      return (await store.of(session.account.no, clock.now())).map(({ serial, label, issuedAt, endsAt }) => ({
        serial,
        label,
        issuedAt,
        endsAt,
      }));
    },

    /**
     * At once, on open lines too.
     * @throws Refusal proof_required; not_found: there is no such certificate of this account that is good
     */
    async revoke(session: Session, serial: string, from: string): Promise<void> {
      requireMoreThanAKey(session);
      const { account, tokenHash } = session;
      const { no, username } = account;
      const audit = audited(clock, username, 'certificate revoked', serial, from);
      if (!(await store.revoke(no, serial, tokenHash, audit))) throw new Refusal('not_found');
      bus.publish({ about: 'rights', no });
    },
  };
}
