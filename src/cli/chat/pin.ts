import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { words } from '../../tui/words.ts';
import { CommandError } from '../usage.ts';
import { makeFolder } from './folders.ts';
import { type Place, ask } from './http.ts';

const AUTHORITY = '/ca.pem';

/** What a machine knows of a server when it goes there. */
export interface Meeting {
  readonly place: Place;
  /** Fingerprint of the server's own authority, if it was met for the first time. */
  readonly firstContact: string | null;
}

/**
 * Goes to a server, and holds it to the authority that it named when this machine first met it: for its web address the
 * system's trust counts as well, but an authority that changed is somebody else's until its owner says otherwise.
 * @param folder where the pin is kept, as `ca.pem`
 * @throws CommandError when the authority is another, or the server's certificate is nobody's
 */
export async function meet(server: URL, folder: string): Promise<Meeting> {
  const { origin } = server;
  const file = path.join(folder, 'ca.pem');
  const pinned = existsSync(file) ? readFileSync(file, 'utf8') : null;
  const place: Place = { origin, authorities: pinned === null ? null : [...rootCertificates, pinned] };
  const served = await authorityOf(place).catch((error: unknown) => {
    if (isCertificateFault(error)) return pinned === null ? introducedBy(server) : refuse(server, error);
    return null;
  });
  if (served === null) return { place, firstContact: null };
  if (pinned === null) {
    makeFolder(folder);
    writeFileSync(`${file}.new`, served, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
    return { place: { origin, authorities: [...rootCertificates, served] }, firstContact: fingerprint(served) };
  }
  const [was, is] = [fingerprint(pinned), fingerprint(served)];
  if (was !== is) throw new CommandError(words.authorityChanged({ server: origin, was, is, file }));
  return { place, firstContact: null };
}

/** PEM, as served; null: the server has none. */
async function authorityOf(place: Place, unverified = false): Promise<string | null> {
  const { status, text } = await ask(place, AUTHORITY, { method: 'GET', unverified });
  return status === 200 ? text : null;
}

/** A server whose own authority has made its web certificate: that one has to hold then. */
async function introducedBy(server: URL): Promise<string | null> {
  const served = await authorityOf({ origin: server.origin, authorities: null }, true);
  if (served === null) return null;
  return authorityOf({ origin: server.origin, authorities: [served] }).catch((error: unknown) => refuse(server, error));
}

function refuse(server: URL, error: unknown): never {
  throw new CommandError(words.certificateFault({ server: server.origin, why: (error as Error).message }), {
    cause: error,
  });
}

const CERTIFICATE_FAULT = /^(ERR_TLS_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_SSL_|HOSTNAME_)/;

function isCertificateFault(error: unknown): boolean {
  return CERTIFICATE_FAULT.test((error as NodeJS.ErrnoException).code ?? '');
}

/** @throws CommandError when it is no certificate */
function fingerprint(pem: string): string {
  try {
    return new X509Certificate(pem).fingerprint256;
  } catch (error) {
    throw new CommandError(words.noAuthority, { cause: error });
  }
}
