import type { AccountNo, FollowerStore, WakeUp } from '../ports.ts';
import type { Reader } from './reader.ts';
import type { Readers } from './readers.ts';
import type { Timers } from './timers.ts';

/** A follower hears of one machine at most so often. */
const EVERY = 250;

interface Given {
  readonly followers: Pick<FollowerStore, 'followedBy'>;
  readonly readers: Readers;
  readonly timers: Timers;
  readonly failed: (error: unknown) => void;
}

type News = Extract<WakeUp, { about: 'stream' | 'stream read' | 'followers' }>;

/** How machines' streams grow and are read, for those who follow them and are here. */
export function createStreamNews({ followers, readers, timers, failed }: Given) {
  /** How far each account that is here has read each machine that it follows; null: as far as it ever grew. */
  const reads = new Map<string, Map<AccountNo, number | null>>();
  /** What is to be told when the time has come. */
  const heads = new Map<string, number>();

  const forget = (account: AccountNo): void => {
    for (const [machine, its] of reads) {
      its.delete(account);
      if (its.size === 0) reads.delete(machine);
    }
  };

  const keep = async (accounts: readonly AccountNo[], machine?: string): Promise<void> => {
    const found = await followers.followedBy(accounts, machine);
    if (machine === undefined) accounts.forEach(forget);
    else reads.delete(machine);
    for (const { account, machine: its, read } of found) {
      if (readers.of([account]).length === 0) continue;
      reads.set(its, (reads.get(its) ?? new Map<AccountNo, number | null>()).set(account, read));
    }
  };

  const tellAll = (machine: string): void => {
    const head = heads.get(machine);
    heads.delete(machine);
    if (head === undefined) return;
    timers.once(`stream ${machine}`, EVERY, () => tellAll(machine));
    const byRead = Map.groupBy(reads.get(machine) ?? [], ([, read]) => Math.min(read ?? head, head));
    for (const [read, those] of byRead) {
      const accounts = those.map(([account]) => account);
      readers.send(readers.of(accounts), { ev: 'stream', machine, head, read });
    }
  };

  const changed = async (machine: string, accounts: readonly AccountNo[] | null): Promise<void> => {
    const here = readers.all();
    const before = [...(reads.get(machine)?.keys() ?? [])];
    await keep([...new Set(here.map(({ session }) => session.account.no))], machine);
    const concerned = new Set([...before, ...(accounts ?? []), ...(reads.get(machine)?.keys() ?? [])]);
    const listening = here.filter(
      ({ session: { account } }) => accounts === null || account.role === 'admin' || concerned.has(account.no),
    );
    readers.send(listening, { ev: 'streams' });
  };

  return {
    /** What this one's account follows is known from then on; also again, in case a wake-up was lost. */
    look: ({ session }: Reader): Promise<void> => keep([session.account.no]),

    /** After one has gone. */
    left({ session }: Reader): void {
      if (readers.of([session.account.no]).length === 0) forget(session.account.no);
    },

    heard(news: News): void {
      const { machine } = news;
      if (news.about === 'followers') {
        changed(machine, news.accounts).catch(failed);
      } else if (news.about === 'stream') {
        if (!reads.has(machine)) return;
        heads.set(machine, Math.max(news.seq, heads.get(machine) ?? 0));
        if (!timers.isSet(`stream ${machine}`)) tellAll(machine);
      } else {
        const { no, head, read } = news;
        const its = reads.get(machine);
        if (its?.has(no)) its.set(no, Math.max(read, its.get(no) ?? 0));
        readers.send(readers.of([no]), { ev: 'stream', machine, head, read });
      }
    },
  };
}
