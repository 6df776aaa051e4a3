import type { Online } from '../../../core/online.ts';
import type { Peer } from '../peer.ts';

/** `/users`: who is online at any door, on one line. */
export function users({ online }: { readonly online: Pick<Online, 'accounts'> }, peer: Peer): void {
  const names = online.accounts().map(({ username }) => username);
  peer.answer(names.join(' '));
}
