import type { Holder } from '../../core/certificates.ts';
import type { Online } from '../../core/online.ts';
import type { StoredAccount } from '../../core/ports.ts';
import type { Feed, Listener } from './feed.ts';
import type { Missed } from './missed.ts';
import type { Peer } from './peer.ts';
import type { ReadMarks } from './readMarks.ts';

interface Given {
  readonly feed: Feed;
  readonly marks: ReadMarks;
  readonly missedBy: (reader: StoredAccount) => Promise<Missed>;
  readonly online: Pick<Online, 'enter'>;
  readonly presenceChanged: () => void;
  readonly failed: (error: unknown) => void;
}

export type Desk = ReturnType<typeof createDesk>;

/** Who is logged in at this door: one connection for each certificate's key. */
export function createDesk({ feed, marks, missedBy, online, presenceChanged, failed }: Given) {
  const byKey = new Map<string, Peer>();
  const inside = new Map<Peer, { readonly listener: Listener; readonly leave: () => void }>();

  return {
    /** False: the device is connected already. */
    admit(peer: Peer, { account, keyHash }: Holder): boolean {
      const key = Buffer.from(keyHash).toString('hex');
      if (byKey.has(key)) return false;
      byKey.set(key, peer);
      const gone = online.enter(account);
      const listener: Listener = {
        account,
        places: new Map(),
        live: false,
        full: false,
        hear: (line, taken) => peer.hear(line, taken),
        room: () => peer.room(),
      };
      feed.add(listener);
      const leave = (): void => {
        listener.live = false;
        byKey.delete(key);
        feed.remove(listener);
        gone();
        presenceChanged();
        marks.write().catch(failed);
      };
      inside.set(peer, { listener, leave });
      presenceChanged();
      return true;
    },

    /** What was missed, and from there on what comes. */
    async catchUp(peer: Peer): Promise<void> {
      const found = inside.get(peer);
      if (!found) return;
      const { listener } = found;
      const { lines, places, read } = await missedBy(listener.account);
      for (const [log, seq] of places) listener.places.set(log, seq);
      await peer.answerAll(lines);
      for (const { conversation, seq } of read) marks.mark(listener.account, conversation, seq);
      listener.live = true;
      await feed.lookAfter(listener);
    },

    /** In case a wake-up was lost. */
    async lookAfter(peer: Peer): Promise<void> {
      const found = inside.get(peer);
      if (found?.listener.live === true) await feed.lookAfter(found.listener);
    },

    leave(peer: Peer): void {
      inside.get(peer)?.leave();
      inside.delete(peer);
    },
  };
}
