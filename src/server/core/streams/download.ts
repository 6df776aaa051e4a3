import type { StreamRecord } from '../../../protocol/api/streams.ts';
import type { AccountNo, Clock, RecordCondition, RecordIndex, StreamStore } from '../ports.ts';
import { tooMany, type Rates } from '../rates.ts';
import type { DeviceSession } from '../sessions.ts';
import { StoreUnavailable } from '../unavailable.ts';
import { recordOf } from '../wire.ts';
import type { StreamAccess } from './access.ts';
import { STEP } from './pageSize.ts';
import { filled } from './search.ts';

interface Given {
  readonly access: StreamAccess;
  readonly streams: Pick<StreamStore, 'ends' | 'pick' | 'read'>;
  readonly index: Pick<RecordIndex, 'search'>;
  readonly rates: Pick<Rates, 'spend'>;
  readonly clock: Clock;
}

export interface Download {
  readonly machine: string;
  /** Some at a time, as they are taken. It breaks off with an error when the rest cannot be had. */
  readonly batches: AsyncGenerator<StreamRecord[]>;
  /** To be called when nobody takes any more of it. */
  readonly ended: () => void;
}

/** At once, for one account. */
const MOST = 2;
const FOUND = 500;
/** Whoever waits for the index looks so often, and gives up after so many looks in which it did not move; milliseconds. */
const LOOK = { every: 250, most: 240 };

export type StreamDownload = ReturnType<typeof createStreamDownload>;

/** Whole streams, or what fits of them, up to where they are when it begins. */
export function createStreamDownload({ access, streams, index, rates, clock }: Given) {
  const running = new Map<AccountNo, number>();

  async function* everything(machine: string, head: number): AsyncGenerator<StreamRecord[]> {
    for (let after = 0; after < head;) {
      const some = await streams.read(machine, { after, limit: STEP });
      after = some.at(-1)?.seq ?? head;
      yield some.filter(({ seq }) => seq <= head).map(recordOf);
    }
  }

  async function* fitting(machine: string, head: number, condition: RecordCondition): AsyncGenerator<StreamRecord[]> {
    let [after, reached, looks] = [0, 0, 0];
    while (after < head) {
      const { seqs, searched, indexed } = await index.search(machine, condition, { after, limit: FOUND });
      for (let at = 0; at < seqs.length; at += STEP) {
        const some = await streams.pick(machine, seqs.slice(at, at + STEP));
        yield some.filter(({ seq }) => seq <= head).map(recordOf);
      }
      if (searched <= after) {
        looks = indexed > reached ? 0 : looks + 1;
        if (looks > LOOK.most) throw new StoreUnavailable('busy');
        await new Promise<void>((resolve) => void clock.after(LOOK.every, resolve));
      }
      [after, reached] = [searched, Math.max(indexed, reached)];
    }
  }

  return {
    /** @throws Refusal not_found, too_many_requests */
    async start(session: DeviceSession, machine: string, asked: RecordCondition): Promise<Download> {
      const { no } = session.account;
      rates.spend('account: read', no);
      await access.requireReader(session, machine);
      const { head } = await streams.ends(machine);
      const already = running.get(no) ?? 0;
      if (already >= MOST) throw tooMany(10_000);
      running.set(no, already + 1);
      const condition = filled(asked);
      const all = Object.keys(condition).length === 0;
      const batches = all ? everything(machine, head) : fitting(machine, head, condition);
      let over = false;
      return {
        machine,
        batches: whileReader(batches, () => access.requireReader(session, machine)),
        ended() {
          if (over) return;
          over = true;
          const left = (running.get(no) ?? 1) - 1;
          if (left === 0) running.delete(no);
          else running.set(no, left);
        },
      };
    },
  };
}

/** Whoever may not read it any more gets no more of it. */
async function* whileReader(
  batches: AsyncGenerator<StreamRecord[]>,
  check: () => Promise<unknown>,
): AsyncGenerator<StreamRecord[]> {
  for await (const batch of batches) {
    await check();
    yield batch;
  }
}
