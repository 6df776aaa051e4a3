import type { Stream, StreamRecord } from '../../../protocol/api/streams.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Bus, Clock, FollowerStore, OwnStream, StoredRecord, StreamEnds, StreamStore } from '../ports.ts';
import type { Rates } from '../rates.ts';
import { Refusal } from '../refusal.ts';
import type { DeviceSession } from '../sessions.ts';
import { recordOf } from '../wire.ts';
import { readsAll, type StreamAccess } from './access.ts';
import { tellFollowers } from './telling.ts';

interface Given {
  readonly access: StreamAccess;
  readonly followers: FollowerStore;
  readonly streams: StreamStore;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
}

export type Streams = ReturnType<typeof createStreams>;

/** Machines' streams as one account sees them. */
export function createStreams({ access, followers, streams, rates, bus, clock }: Given) {
  /** As it is shown; what an account never looked at that follows because everyone does, begins as read. */
  const seen = async (session: DeviceSession, all: readonly OwnStream[]): Promise<Stream[]> => {
    const ends = await Promise.all(all.map(({ machine }) => streams.ends(machine)));
    const shown = all.map((own, at) => streamOf(own, ends[at] ?? NONE));
    const fresh = all.flatMap(({ no, follows, read }, at) =>
      follows && read === null ? [{ machine: no, read: ends[at]?.head ?? 0 }] : [],
    );
    if (fresh.length > 0) await followers.begin(session.account.no, fresh);
    return shown;
  };

  const one = async (session: DeviceSession, machine: string): Promise<Stream> => {
    const [stream] = await seen(session, [await access.requireReader(session, machine)]);
    if (!stream) throw new Refusal('not_found');
    return stream;
  };

  return {
    /** A page; `next` is the one after which the next begins. */
    async list(session: DeviceSession, after: string | undefined): Promise<{ streams: Stream[]; next: string | null }> {
      rates.spend('account: read', session.account.no);
      const limit = limits.streamsPage + 1;
      const found = await followers.page(session.account.no, readsAll(session), { after: after ?? null, limit });
      const page = found.slice(0, limits.streamsPage);
      const next = found.length > page.length ? (page.at(-1)?.machine ?? null) : null;
      return { streams: await seen(session, page), next };
    },

    /** @throws Refusal not_found */
    async one(session: DeviceSession, machine: string): Promise<Stream> {
      rates.spend('account: read', session.account.no);
      return one(session, machine);
    },

    /** Everything up to `seq` was read, on all devices of the account. @throws Refusal not_found */
    async read(session: DeviceSession, machine: string, seq: number): Promise<void> {
      rates.spend('account: read', session.account.no);
      const own = await access.requireReader(session, machine);
      if (!own.follows) return;
      const { no } = session.account;
      const { head } = await streams.ends(machine);
      const read = Math.min(seq, head);
      if (own.read === null) await followers.begin(no, [{ machine: own.no, read }]);
      else if (!(await followers.moveRead(own.no, no, read))) return;
      bus.publish({ about: 'stream read', machine, no, head, read });
    },

    /** @throws Refusal not_found */
    async follow(session: DeviceSession, machine: string): Promise<Stream> {
      const { account } = session;
      rates.spend('account: start conversation', account.no);
      const own = await access.requireReader(session, machine);
      if (!own.follows) {
        const { head } = await streams.ends(machine);
        const how = { read: head, named: readsAll(session), at: clock.now() };
        tellFollowers(bus, machine, [account.no], await followers.follow(own.no, account.no, how));
      }
      return one(session, machine);
    },

    /** @throws Refusal not_found */
    async unfollow(session: DeviceSession, machine: string): Promise<void> {
      const { account } = session;
      rates.spend('account: start conversation', account.no);
      const own = await access.requireReader(session, machine);
      if (!own.follows) return;
      const moved = await followers.unfollow(own.no, account.no, clock.now());
      tellFollowers(bus, machine, [account.no], moved);
    },
  };
}

const NONE: StreamEnds = { first: 1, head: 0, newest: null };

function streamOf(own: OwnStream, { first, head, newest }: StreamEnds): Stream {
  const { machine, follows, everyone, followers, disabled } = own;
  const read = own.read ?? head;
  return {
    machine,
    follows,
    everyone,
    followers,
    first,
    head,
    read,
    unread: follows ? Math.max(0, head - Math.max(read, first - 1)) : 0,
    newest: newest && shownNewest(newest),
    alerts: follows ? own.alerts : null,
    disabled,
  };
}

/** What is cut could not be opened. */
function shownNewest(newest: StoredRecord): StreamRecord {
  const record = recordOf(newest);
  return record.sealed ? { ...record, message: '' } : record;
}
