import type { Peer } from './peer.ts';

export type Reservations = ReturnType<typeof createReservations>;

/** Names that connections keep for themselves until their certificate request comes; one a connection. */
export function createReservations() {
  const byName = new Map<string, Peer>();
  const free = (peer: Peer): void => {
    for (const [name, keeper] of byName) if (keeper === peer) byName.delete(name);
  };
  return {
    isFreeFor: (name: string, peer: Peer): boolean => (byName.get(name) ?? peer) === peer,
    keep(name: string, peer: Peer): void {
      free(peer);
      byName.set(name, peer);
    },
    free,
  };
}
