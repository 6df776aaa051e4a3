import { constants } from 'node:crypto';
import tls from 'node:tls';

/** What the server shows of itself, PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

/** One after the other: each is shown to whoever comes while it is the current one. */
export interface Identities {
  current(): Identity;
  onRenewal(listener: (identity: Identity) => void): () => void;
}

const HANDSHAKE_TIME = 10_000;
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
];
const GROUPS = ['X25519MLKEM768', 'X25519', 'P-256', 'P-384'];

/**
 * A TLS server that asks for a client certificate and lets in whoever has none: who is who is judged behind it. Nothing is
 * resumed, so that every connection proves its key anew; nothing is negotiated again, so that it stays the same key's.
 */
export function createSecureServer(identities: Identities): { server: tls.Server; stopRenewal: () => void } {
  const server = tls.createServer({
    ...contextOf(identities.current()),
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: HANDSHAKE_TIME,
    allowHalfOpen: true,
  });
  const stopRenewal = identities.onRenewal((identity) => server.setSecureContext(contextOf(identity)));
  return { server, stopRenewal };
}

function contextOf({ key, cert, ca }: Identity): tls.SecureContextOptions {
  return {
    key,
    cert,
    ca,
    minVersion: 'TLSv1.2',
    ciphers: CIPHERS.join(':'),
    honorCipherOrder: true,
    ecdhCurve: GROUPS.join(':'),
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
  };
}
