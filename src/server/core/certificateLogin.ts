import { certificateLogin } from '../../crypto/verify/proofs.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { Found } from './actor.ts';
import type { Arrival, EnteredWith } from './arrival.ts';
import type { Certificates } from './certificates.ts';
import { oneTime } from './oneTime.ts';
import type { Authority, Clock, Random } from './ports.ts';
import { networkOf, type Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import { bytes } from './sealedSeeds.ts';
import type { Session } from './sessions.ts';

interface Given {
  readonly instance: string;
  readonly authority: Pick<Authority, 'isSignedBy'>;
  readonly certificates: Certificates;
  readonly arrival: Arrival;
  readonly rates: Rates;
  readonly clock: Clock;
  readonly random: Random;
  /** Whether people find this server at that address. */
  readonly isOwnOrigin: (origin: string) => boolean;
}

export interface FinishCertificateLogin {
  readonly challenge: string;
  readonly origin: string;
  /** DER. */
  readonly certificate: string;
  readonly signature: string;
}

const MOST_UNDER_WAY = 20_000;

export type CertificateLogin = ReturnType<typeof createCertificateLogin>;

/** Log-in by certificate over the API: its key signs the server's challenge, since proxies strip certificates of clients. */
export function createCertificateLogin(given: Given) {
  const { instance, authority, certificates, arrival, rates, clock, random, isOwnOrigin } = given;
  const underWay = oneTime<{ username: string }>(clock, random, {
    lifetime: limits.loginLifetime,
    most: MOST_UNDER_WAY,
  });

  return {
    /** The same answer for every name. @throws Refusal too_many_requests, forbidden: the switch is off */
    start(username: string, from: string): { challenge: string } {
      rates.spend('address: log-in', networkOf(from));
      certificates.requireOn();
      return { challenge: underWay.issue({ username }) };
    },

    /** @throws Refusal invalid_credentials, forbidden, approval_pending */
    async finish(asked: FinishCertificateLogin, session: Session | undefined, found: Found): Promise<EnteredWith> {
      const begun = underWay.take(asked.challenge);
      if (!begun || !isOwnOrigin(asked.origin)) throw new Refusal('invalid_credentials');
      const der = bytes(asked.certificate, 'certificate');
      const { username } = begun;
      const signed = certificateLogin(instance, asked.origin, username, fromBase64url(asked.challenge));
      const fits = authority.isSignedBy(der, signed, bytes(asked.signature, 'signature'));
      if (!fits) throw new Refusal('invalid_credentials');
      const { account, serial } = await certificates.require(der);
      found(account);
      if (account.username !== username) throw new Refusal('invalid_credentials');
      const holds = async () => (await certificates.holder(der))?.serial === serial;
      return arrival.enter({ account, session, holds, began: { by: 'certificate', certificate: serial } });
    },
  };
}
