import { decodeEnvelope, type Envelope } from '../../protocol/envelope.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import type { Empties } from '../../protocol/socket.ts';
import { requireMayClear, requireReader, type Access } from './access.ts';
import type { Fresh } from './delivery/fresh.ts';
import type { Appended, Bus, Clock, LogStore } from './ports.ts';
import type { Lifetimes } from './lifetimes.ts';
import type { Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import { bytes } from './sealedSeeds.ts';
import type { DeviceSession } from './sessions.ts';

export interface Send {
  readonly conversation: string;
  readonly envelope: string;
  readonly empties?: Empties | undefined;
}

interface Given {
  readonly log: LogStore;
  readonly lifetimes: Pick<Lifetimes, 'look'>;
  readonly fresh: Fresh;
  readonly access: Access;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
}

export type Append = ReturnType<typeof createAppend>;

/** One message on its way into its log: rights, header, store, and only then the wake-up. */
export function createAppend({ log, lifetimes, fresh, access, rates, bus, clock }: Given) {
  /** @throws Refusal not_found, invalid, epoch_passed, forbidden, too_many_requests */
  return async function append(session: DeviceSession, send: Send): Promise<Appended> {
    const membership = await access.requireMember(session, send.conversation);
    rates.spend('account: send', session.account.no);
    if (membership.kind === 'contact') throw new Refusal('forbidden');
    if (!membership.sealed) throw new Refusal('invalid', { field: 'envelope' });
    const payload = bytes(send.envelope, 'envelope');
    const { header } = opened(payload);
    requireOwn(session, send.conversation, header);
    const empties = send.empties ?? null;
    if (empties && header.counts) throw new Refusal('invalid', { field: 'empties' });
    if (!empties) requireReader(membership);
    if (empties && !('seq' in empties)) requireMayClear(membership);

    const appended = await log.append({
      log: membership.log,
      account: session.account.no,
      device: session.device.no,
      messageId: header.messageId,
      counts: header.counts,
      payload,
      at: clock.now(),
      epochHash: header.epoch,
      empties,
    });
    if (typeof appended === 'string') throw new Refusal(appended);
    const { log: no, conversation, members } = membership;
    if (appended.repeated) return appended;
    const { seq, at, hash, chain } = appended;
    const { account, accountId, device } = session;
    if (empties) fresh.drop(no);
    fresh.keep(no, {
      seq,
      kind: 'message',
      at,
      account: accountId,
      accountNo: account.no,
      device: device.device,
      counts: header.counts,
      payload,
      hash,
      chain,
    });
    bus.publish({ about: 'log', log: no, conversation, seq, counts: header.counts, members });
    if (empties && 'days' in empties) void lifetimes.look();
    return appended;
  };
}

function opened(payload: Uint8Array): Envelope {
  try {
    return decodeEnvelope(payload);
  } catch {
    throw new Refusal('invalid', { field: 'envelope' });
  }
}

/** Nobody sends on behalf of another, nor a message of one conversation into another. */
function requireOwn({ accountId, device }: DeviceSession, conversation: string, header: Envelope['header']): void {
  const own =
    toBase64url(header.conversation) === conversation &&
    toBase64url(header.account) === accountId &&
    toBase64url(header.device) === device.device;
  if (!own) throw new Refusal('invalid', { field: 'envelope' });
}
