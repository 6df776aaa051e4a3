import type { Peer } from '../peer.ts';

/** `/exit`: the connection closes, and whoever was logged in by it is offline. */
export function exit(peer: Peer): void {
  peer.end();
}
