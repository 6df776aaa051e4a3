import type { Certificates } from '../../core/certificates.ts';
import type { AccountNo, Clock } from '../../core/ports.ts';
import type { Peer } from './peer.ts';
import { INVALID_CREDENTIALS } from './words.ts';

interface Given {
  readonly certificates: Pick<Certificates, 'holder'>;
  readonly lookAfter: (peer: Peer) => Promise<void>;
  readonly clock: Clock;
  readonly failed: (error: unknown) => void;
}

/** Everyone is looked after once in so many steps. */
const STEP = 1000;
const STEPS = 60;
/** After so many the others get their turn. */
const AT_ONCE = 20;

/** Keeps an eye on whoever is connected: a certificate that is good no more ends the connection that showed it. */
export function createWatch({ certificates, lookAfter, clock, failed }: Given) {
  const open = new Map<Peer, AccountNo | null>();

  const recheck = async (peer: Peer): Promise<void> => {
    const holder = peer.certificate && (await certificates.holder(peer.certificate));
    if (peer.certificate && !holder) return peer.end(INVALID_CREDENTIALS);
    // The account may have got its encryption keys meanwhile.
    if (holder && peer.stage.at === 'in') peer.done({ did: 'looked up again', holder });
    await lookAfter(peer);
  };
  const recheckAll = async (peers: readonly Peer[]): Promise<void> => {
    for (const [at, peer] of peers.entries()) {
      if (at % AT_ONCE === AT_ONCE - 1) await new Promise(setImmediate);
      await recheck(peer).catch(failed);
    }
  };

  let step = 0;
  const round = (): (() => void) =>
    clock.after(STEP, () => {
      step = (step + 1) % STEPS;
      void recheckAll([...open.keys()].filter((_, at) => at % STEPS === step));
      cancel = round();
    });
  let cancel = round();

  return {
    peers: (): Peer[] => [...open.keys()],
    /** @param account whose certificate it showed */
    add: (peer: Peer, account: AccountNo | null): void => void open.set(peer, account),
    remove: (peer: Peer): void => void open.delete(peer),
    /** @param no null: everyone's rights changed */
    async rightsChanged(no: AccountNo | null): Promise<void> {
      await recheckAll([...open].filter(([, account]) => no === null || account === no).map(([peer]) => peer));
    },
    stop: (): void => cancel(),
  };
}
