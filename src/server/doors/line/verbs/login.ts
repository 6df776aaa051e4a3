import type { Certificates, Holder } from '../../../core/certificates.ts';
import { Refusal } from '../../../core/refusal.ts';
import type { Desk } from '../desk.ts';
import type { Peer } from '../peer.ts';
import type { Reservations } from '../reservations.ts';
import { ALREADY_IN } from '../stages.ts';

export interface LoggingIn {
  readonly certificates: Pick<Certificates, 'require'>;
  readonly desk: Desk;
  readonly reservations: Reservations;
}

/** `/login NAME`, by the certificate of this connection. Whoever is refused is dropped. @throws Refusal */
export async function login(
  { certificates, desk, reservations }: LoggingIn,
  peer: Peer,
  { name }: { readonly name: string },
): Promise<void> {
  const holder = await holderOf(certificates, peer);
  if (holder?.account.username !== name.toLowerCase()) return peer.refuse(holder);
  if (!desk.admit(peer, holder)) return peer.end(ALREADY_IN);
  reservations.free(peer);
  peer.done({ did: 'logged in', holder });
  peer.answer('Authentication Succeeded');
  await desk.catchUp(peer);
}

/** Null: there is none, or it is not good any more. @throws Refusal approval_pending */
async function holderOf({ require }: LoggingIn['certificates'], { certificate }: Peer): Promise<Holder | null> {
  try {
    return certificate && (await require(certificate));
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invalid_credentials') return null;
    throw error;
  }
}
