import { Username } from '../../../../protocol/ids.ts';
import type { Certificates } from '../../../core/certificates.ts';
import { Refusal } from '../../../core/refusal.ts';
import type { Peer } from '../peer.ts';
import type { Reservations } from '../reservations.ts';
import { WAITS_FOR_APPROVAL } from '../words.ts';

export interface Registering {
  readonly certificates: Pick<Certificates, 'register' | 'requireFree'>;
  readonly reservations: Reservations;
}

const SUCCEEDED = 'Registration Succeeded';

/**
 * `/register NAME CSR`, or `/register NAME` alone: then the name is kept for this connection, and `/csr` follows.
 * @throws Refusal
 */
export async function register(
  given: Registering,
  peer: Peer,
  { name, request }: { readonly name: string; readonly request: string | null },
): Promise<void> {
  const { certificates, reservations } = given;
  const username = Username.safeParse(name).data ?? name;
  if (!reservations.isFreeFor(username, peer)) throw new Refusal('username_taken');
  if (request !== null) {
    const lines = await certified(given, peer, username, request);
    return peer.answerAll([SUCCEEDED, ...lines]);
  }
  // Kept before it is looked up: two who ask at once do not both get it.
  reservations.keep(username, peer);
  try {
    await certificates.requireFree(username, peer.from);
  } catch (error) {
    reservations.free(peer);
    peer.done({ did: 'freed' });
    throw error;
  }
  peer.done({ did: 'reserved', username });
  peer.answer(SUCCEEDED);
}

/** `/csr BASE64`, for the name that is kept. A request that is wrong leaves it so. @throws Refusal */
export async function csr(given: Registering, peer: Peer, { request }: { readonly request: string }): Promise<void> {
  if (peer.stage.at !== 'reserved') return;
  await peer.answerAll(await certified(given, peer, peer.stage.username, request));
}

/** Answers the certificate chain, leaf first: PEM, in base64, on one line. One more line says that the account waits. */
async function certified(
  { certificates, reservations }: Registering,
  peer: Peer,
  username: string,
  request: string,
): Promise<string[]> {
  const { chain, waits } = await certificates.register(
    username,
    new Uint8Array(Buffer.from(request, 'base64')),
    peer.from,
  );
  reservations.free(peer);
  peer.done({ did: 'registered', username });
  const line = Buffer.from(chain, 'utf8').toString('base64');
  return waits ? [line, WAITS_FOR_APPROVAL] : [line];
}
