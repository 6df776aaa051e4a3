import type { AccountChain } from '../../crypto/verify/accountChain.ts';
import { EpochError, checkEpochRecord, decodeEpochRecord, type EpochRecord } from '../../crypto/verify/epochRecord.ts';
import type { Epoch, Slot } from '../../protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { Access, Membership } from './access.ts';
import type { Chains } from './chains.ts';
import type { AccountNo, Bus, Clock, LogStore } from './ports.ts';
import type { Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import { bytes } from './sealedSeeds.ts';
import type { DeviceSession } from './sessions.ts';

interface Given {
  readonly log: LogStore;
  readonly access: Access;
  readonly chains: Chains;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
}

export type Epochs = ReturnType<typeof createEpochs>;

export function createEpochs(given: Given) {
  const { log, access, rates, bus, clock } = given;
  return {
    /** @throws Refusal not_found, epoch_passed, invalid_epoch, too_many_requests */
    async add(session: DeviceSession, conversation: string, asked: { record: string; slots: Slot[] }) {
      const membership = await access.requireMember(session, conversation);
      rates.spend('account: epoch', session.account.no);
      if (!membership.sealed || membership.kind === 'contact') throw new Refusal('invalid_epoch');
      const bytesOfRecord = bytes(asked.record, 'record');
      const { record, numbers } = await checked(given, session, membership, bytesOfRecord, asked.slots);
      const no = (account: Uint8Array): AccountNo => numbers.get(toBase64url(account)) ?? session.account.no;
      const stored = await log.addEpoch({
        log: membership.log,
        account: session.account.no,
        device: session.device.no,
        number: record.number,
        previous: record.number === 1 ? null : record.previous,
        heads: record.roster.map((entry) => ({ account: no(entry.account), number: entry.chainHead.number })),
        record: bytesOfRecord,
        slots: asked.slots.map(({ account, sealed }) => ({ account: no(fromBase64url(account)), sealed })),
        at: clock.now(),
      });
      if (stored === 'epoch_passed') throw new Refusal(stored);
      const { log: no_, members } = membership;
      bus.publish({ about: 'log', log: no_, conversation, seq: stored.seq, counts: false, members });
      return stored;
    },

    /** @throws Refusal not_found */
    async list(session: DeviceSession, conversation: string, after: number): Promise<Epoch[]> {
      rates.spend('account: read', session.account.no);
      const membership = await access.requireMember(session, conversation);
      const epochs = await log.epochs(membership.log, session.account.no, {
        after,
        limit: limits.epochsPage,
        bytes: limits.epochsPageBytes,
      });
      return epochs.map((epoch) => ({ ...epoch, record: toBase64url(epoch.record) }));
    },
  };
}

interface Checked {
  readonly record: EpochRecord;
  /** Members' numbers by account id. */
  readonly numbers: ReadonlyMap<string, AccountNo>;
}

async function checked(
  { log, chains }: Given,
  session: DeviceSession,
  membership: Membership,
  recordBytes: Uint8Array,
  slots: readonly Slot[],
): Promise<Checked> {
  const given = readable(() => decodeEpochRecord(recordBytes));
  const newest = await log.newestEpoch(membership.log);
  if (given.number !== (newest?.number ?? 0) + 1) throw new Refusal('epoch_passed');
  const byMaker =
    toBase64url(given.maker.account) === session.accountId && toBase64url(given.maker.device) === session.device.device;
  if (!byMaker) throw new Refusal('invalid_epoch');

  const numbers = new Map<string, AccountNo>();
  const known = new Map<string, AccountChain>();
  for (const member of membership.members) {
    const chain = await chains.of(member);
    if (!chain) throw new Refusal('invalid_epoch');
    numbers.set(toBase64url(chain.account), member);
    known.set(toBase64url(chain.account), chain);
  }
  const record = readable(() =>
    checkEpochRecord(recordBytes, {
      conversation: fromBase64url(membership.conversation),
      previous: newest
        ? { number: newest.number, hash: newest.hash, roster: decodeEpochRecord(newest.record).roster }
        : null,
      members: [...known.values()].map(({ account }) => account),
      chains: (account) => known.get(toBase64url(account)),
      slots: slots.map(({ account, sealed }) => ({ account: bytes(account, 'slots'), sealed: bytes(sealed, 'slots') })),
    }),
  );
  return { record, numbers };
}

/** What rests on keys that a removal has passed is answered like what comes late: read again, and seal anew. */
const PASSED: readonly string[] = ['passed generation', 'older chain head', 'wrong identity', 'wrong previous'];

function readable<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof EpochError)) throw error;
    throw new Refusal(PASSED.includes(error.reason) ? 'epoch_passed' : 'invalid_epoch');
  }
}
