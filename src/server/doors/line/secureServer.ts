import { constants } from 'node:crypto';
import tls from 'node:tls';
import { offered } from '../tls.ts';

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
    ...offered,
    secureOptions: offered.secureOptions | constants.SSL_OP_NO_TICKET,
  };
}
