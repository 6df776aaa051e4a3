import { z } from 'zod';
import { DeviceLabel, Time, Token, Username, sealedBytes } from '../ids.ts';
import { limits } from '../limits.ts';
import { route } from '../route.ts';
import { OwnKeys } from './keys.ts';
import { WhoAmI } from './registration.ts';

/** A certificate's serial number: 16 bytes as hexadecimal, lower case. */
export const Serial = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .meta({ id: 'Serial' });

export const Certificate = z
  .object({ serial: Serial, label: DeviceLabel, issuedAt: Time, endsAt: Time })
  .meta({ id: 'Certificate' });
export type Certificate = z.infer<typeof Certificate>;

export const addCertificate = route({
  method: 'POST',
  path: '/api/v1/account/certificates',
  access: 'session',
  summary:
    'A certificate of 30 days for the key of a certificate request (PKCS #10, DER): nothing else in the request counts. ' +
    'From a session on a device it ends with that device.',
  body: z.strictObject({ request: sealedBytes(limits.certificate), label: DeviceLabel }),
  /** PEM: the certificate, and the authority's behind it. */
  response: z.object({ chain: z.string() }),
});

export const listCertificates = route({
  method: 'GET',
  path: '/api/v1/account/certificates',
  access: 'session',
  summary: 'The certificates of the own account that are good, the newest first.',
  response: z.object({ certificates: z.array(Certificate).max(limits.certificatesPerAccount) }),
});

export const revokeCertificate = route({
  method: 'DELETE',
  path: '/api/v1/account/certificates/:serial',
  access: 'session',
  summary: 'Revokes a certificate of the own account, with every line and session that began with it.',
  params: z.strictObject({ serial: Serial }),
});

/**
 * Who came in by something other than password or recovery code, and so without a `proof`. An account that was made by a
 * certificate request alone has neither an account id nor keys.
 */
export const Entered = z.object({ self: WhoAmI, keys: OwnKeys.nullable(), challenge: Token }).meta({ id: 'Entered' });
export type Entered = z.infer<typeof Entered>;

export const startCertificateLogin = route({
  method: 'POST',
  path: '/api/v1/login/certificate/start',
  access: 'nobody',
  summary: 'A challenge for the key of a certificate, good once and for 60 seconds. Any name gets one.',
  body: z.strictObject({ username: Username }),
  response: z.object({ challenge: Token }),
});

export const finishCertificateLogin = route({
  method: 'POST',
  path: '/api/v1/login/certificate/finish',
  access: 'nobody',
  summary: "Logs in by a signature of the certificate's key over instance, origin, name and challenge.",
  body: z.strictObject({
    challenge: Token,
    /** The address at which the client found this server. */
    origin: z.string().max(300),
    /** DER. */
    certificate: sealedBytes(limits.certificate),
    /** Ed25519; ECDSA as DER, with SHA-256, for P-384 SHA-384; RSA as of PKCS #1 v1.5 with SHA-256. */
    signature: sealedBytes(512),
  }),
  response: Entered,
});
