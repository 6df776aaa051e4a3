import { toBase64url } from '../../../protocol/base64url.ts';
import type { Fresh } from '../delivery/fresh.ts';
import type {
  MessageDraft,
  AlertStore,
  Bus,
  Clock,
  MachineNo,
  Random,
  StoredRule,
  StreamStore,
  WakeUp,
  WatchedStream,
} from '../ports.ts';
import { deliverSaid } from '../serverSaid.ts';
import { lookAt, lookAtSilence, lookBack, nextSilence, type Found } from './looking.ts';
import { nextDue, NOTHING, ofRules, type AlertState } from './minutes.ts';

interface Given {
  readonly alerts: AlertStore;
  readonly streams: StreamStore;
  readonly fresh: Fresh;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly failed: (error: unknown) => void;
}

/** A stream that is looked at. */
interface Watched {
  readonly no: MachineNo;
  readonly machine: string;
  rules: readonly StoredRule[];
  sealed: boolean;
  /** Everything up to here was looked at, and up to where that is kept. */
  cursor: number;
  kept: number;
  state: AlertState;
  /** When a record came last, or watching began. */
  heardAt: number;
  cancel: () => void;
}

/** Records that are looked at in one go, before the next stream has its turn. */
const PAGE = 500;
/** A place without alerts is kept after so many records: what comes of them is the same another time. */
const KEEP_EVERY = 10_000;
const AGAIN = 5000;

export type Watching = ReturnType<typeof createWatching>;

/**
 * Follows every stream that has rules or sealed records, behind those who report: what a record gives, is kept in one step
 * with the place up to which the stream was looked at.
 */
export function createWatching(given: Given) {
  const { alerts, streams, clock, failed } = given;
  const all = new Map<string, Watched>();
  const waiting = new Set<Watched>();
  let working = false;
  let stopped = false;

  const isWatched = (watched: Watched): boolean => !stopped && all.get(watched.machine) === watched;
  const lookAtOne = async (watched: Watched): Promise<void> => {
    try {
      const more = await look(given, watched);
      if (!isWatched(watched)) return;
      if (more) waiting.add(watched);
      else rest(watched);
    } catch (error) {
      if (!isWatched(watched)) return;
      failed(error);
      wait(watched, AGAIN);
    }
  };
  /** A page of each that waits, until none does. */
  const work = async (): Promise<void> => {
    for (const watched of waiting) {
      waiting.delete(watched);
      if (isWatched(watched)) await lookAtOne(watched);
    }
    working = false;
  };
  const wake = (watched: Watched): void => {
    waiting.add(watched);
    if (working || stopped) return;
    working = true;
    void work();
  };
  const wait = (watched: Watched, milliseconds: number): void => {
    watched.cancel();
    watched.cancel = clock.after(milliseconds, () => wake(watched));
  };
  /** Until the clock alone gives something to tell. */
  const rest = (watched: Watched): void => {
    watched.cancel();
    const times = [nextDue(watched.state), nextSilence(watched, silenceOf(watched))].filter((time) => time !== null);
    if (times.length > 0) wait(watched, Math.min(Math.max(0, Math.min(...times) - clock.now()), LONGEST));
  };

  const take = ({ no, machine, seq, sealed, state, rules }: WatchedStream): void => {
    const known = all.get(machine);
    const ids = rules.map(({ rule }) => rule);
    if (known) {
      known.rules = rules;
      known.sealed = sealed;
      known.state = ofRules(known.state, ids);
      return wake(known);
    }
    const before = state === null ? NOTHING : ofRules(JSON.parse(state) as AlertState, ids);
    const cancel = (): void => undefined;
    const watched = { no, machine, rules, sealed, cursor: seq, kept: seq, state: before, heardAt: clock.now(), cancel };
    all.set(machine, watched);
    wake(watched);
  };

  const reload = async (machine: string): Promise<void> => {
    const found = await alerts.watchedOne(machine);
    if (found) return take(found);
    const gone = all.get(machine);
    gone?.cancel();
    all.delete(machine);
    if (gone) waiting.delete(gone);
  };

  return {
    /** What came while nobody looked is looked at. */
    async start(): Promise<void> {
      for (const watched of await alerts.watched()) take(watched);
    },

    heard(wakeUp: WakeUp): void {
      if (wakeUp.about === 'rules') reload(wakeUp.machine).catch(failed);
      if (wakeUp.about !== 'stream') return;
      const watched = all.get(wakeUp.machine);
      if (!watched) return;
      watched.heardAt = clock.now();
      wake(watched);
    },

    /** Before the first sealed record of a machine is stored: it will be seen, whatever happens meanwhile. */
    async sealedComing(machine: string, no: MachineNo): Promise<void> {
      if (all.get(machine)?.sealed) return;
      await alerts.watchSealed(no, (await streams.ends(machine)).head);
      await reload(machine);
    },

    stop(): void {
      stopped = true;
      for (const { cancel } of all.values()) cancel();
    },
  };
}

/** A timer of Node's takes no longer ones. */
const LONGEST = 24 * 3600_000;

const silenceOf = ({ cursor, heardAt }: Watched) => ({ head: cursor, since: heardAt });

/** One page further. Answers whether there is more. */
async function look(given: Given, watched: Watched): Promise<boolean> {
  const { streams, clock } = given;
  const records = await streams.read(watched.machine, { after: watched.cursor, limit: PAGE });
  const seq = records.at(-1)?.seq ?? watched.cursor;
  const now = clock.now();
  const old = await lookBack(watched, streams, now);
  const fresh = lookAt({ ...watched, state: old.state }, records, now);
  const more = records.length === PAGE;
  const quiet = more
    ? { state: fresh.state, alerts: [] }
    : lookAtSilence({ ...watched, state: fresh.state }, { head: seq, since: watched.heardAt }, now);
  const drafts = [...old.alerts, ...fresh.alerts, ...quiet.alerts];
  await keep(given, watched, seq, { state: quiet.state, alerts: drafts });
  return more;
}

async function keep(given: Given, watched: Watched, seq: number, { state, alerts }: Found): Promise<void> {
  if (alerts.length > 0 || seq - watched.kept >= KEEP_EVERY) {
    await store(given, watched, seq, state, alerts);
    watched.kept = seq;
  }
  watched.cursor = seq;
  watched.state = state;
}

async function store(
  { alerts: kept, fresh, bus, clock, random }: Given,
  { no, machine }: Watched,
  seq: number,
  state: AlertState,
  alerts: readonly MessageDraft[],
): Promise<void> {
  const conversation = toBase64url(random(32));
  const at = clock.now();
  const added = await kept.advance({ machine: no, seq, state: JSON.stringify(state), alerts, conversation, at });
  if (added?.made) bus.publish({ about: 'followers', machine, accounts: [] });
  deliverSaid(bus, fresh, added);
}
