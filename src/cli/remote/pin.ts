import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { words } from '../../tui/words.ts';
import { CommandError } from '../usage.ts';
import { makeFolder } from './folders.ts';
import { type Place, ask } from './http.ts';

const AUTHORITY = '/ca.pem';
const TOO_MANY_REQUESTS = 429;

const pinFile = (folder: string): string => path.join(folder, 'ca.pem');

/** The authority (PEM) of the server whose folder this is; null: none was met. */
export function pinnedIn(folder: string): string | null {
  return existsSync(pinFile(folder)) ? readFileSync(pinFile(folder), 'utf8') : null;
}

/** What a machine knows of a server when it goes there. */
export interface Meeting {
  readonly place: Place;
  /** Fingerprint of the server's own authority, if it was met for the first time. */
  readonly firstContact: string | null;
  /** Hears from now on why nothing is sent to whoever answers there; null: it is the server that is known again. */
  readonly watch: (listener: (stop: string | null) => void) => void;
}

/**
 * Goes to a server, and holds it to the authority that it named when this machine first met it: for its web address the
 * system's trust counts as well, but an authority that changed or is gone is somebody else's doing until its owner says
 * otherwise. Where nobody answers, the first request that is answered is held to it; and so is the first one after every
 * loss of the line.
 * @param folder where the pin is kept, as `ca.pem`
 * @throws CommandError when the authority is another, or the server's certificate is nobody's
 */
export async function meet(server: URL, folder: string): Promise<Meeting> {
  const { origin } = server;
  const file = pinFile(folder);
  const pinned = pinnedIn(folder);
  if (pinned !== null) {
    const held = new Held(server, { file, pinned });
    await held.hold().catch((error: unknown) => {
      if (error instanceof CommandError) throw error;
    });
    return { place: held.place, firstContact: null, watch: held.watch };
  }
  const place: Place = { origin, authorities: null };
  const served = await authorityOf(place).catch((error: unknown) =>
    isCertificateFault(error) ? introducedBy(server) : null,
  );
  if (served === null) return { place, firstContact: null, watch: () => undefined };
  const firstContact = fingerprint(served);
  makeFolder(folder);
  writeFileSync(`${file}.new`, served, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  const held = new Held(server, { file, pinned: served });
  return { place: held.place, firstContact, watch: held.watch };
}

interface Pin {
  readonly file: string;
  /** PEM. */
  readonly pinned: string;
}

/** A server whose authority is known. */
class Held {
  readonly place: Place;
  readonly #server: URL;
  readonly #pin: Pin;
  #hasShown = false;
  #stop: string | null = null;
  #listener: (stop: string | null) => void = () => undefined;

  constructor(server: URL, pin: Pin) {
    const { origin } = server;
    this.#server = server;
    this.#pin = pin;
    this.place = {
      origin,
      authorities: [...rootCertificates, pin.pinned],
      hold: this.hold,
      lost: () => (this.#hasShown = false),
    };
  }

  readonly watch: Meeting['watch'] = (listener) => {
    this.#listener = listener;
  };

  readonly hold = async (): Promise<void> => {
    if (this.#hasShown) return;
    try {
      await this.#check();
    } catch (error) {
      if (error instanceof CommandError) this.#tell(error.message);
      throw error;
    }
    this.#hasShown = true;
    this.#tell(null);
  };

  async #check(): Promise<void> {
    const { file, pinned } = this.#pin;
    const { origin, authorities } = this.place;
    const served = await authorityOf({ origin, authorities }).catch((error: unknown) => {
      throw isCertificateFault(error) ? faulty(this.#server, error) : error;
    });
    const was = fingerprint(pinned);
    if (served === null) throw new CommandError(words.authorityGone({ server: origin, was, file }));
    const is = fingerprint(served);
    if (was !== is) throw new CommandError(words.authorityChanged({ server: origin, was, is, file }));
  }

  #tell(stop: string | null): void {
    if (stop === this.#stop) return;
    this.#stop = stop;
    this.#listener(stop);
  }
}

/** PEM, as served; null: the server has none. @throws Error when it does not answer, or says that it cannot at present */
async function authorityOf(place: Place, unverified = false): Promise<string | null> {
  const { status, text } = await ask(place, AUTHORITY, { method: 'GET', unverified });
  if (status >= 500 || status === TOO_MANY_REQUESTS) throw new Error(`${AUTHORITY}: ${status}`);
  return status === 200 ? text : null;
}

/** A server whose own authority has made its web certificate: that one has to hold then. */
async function introducedBy(server: URL): Promise<string | null> {
  const served = await authorityOf({ origin: server.origin, authorities: null }, true);
  if (served === null) return null;
  return authorityOf({ origin: server.origin, authorities: [served] }).catch((error: unknown) => {
    throw faulty(server, error);
  });
}

function faulty(server: URL, cause: unknown): CommandError {
  return new CommandError(words.certificateFault({ server: server.origin, why: (cause as Error).message }), { cause });
}

const CERTIFICATE_FAULT = /^(ERR_TLS_|CERT_|INVALID_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|ERR_SSL_|HOSTNAME_)/;

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
