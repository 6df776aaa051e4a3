import { equalBytes } from '../../crypto/encoding.ts';
import { decodeClear, encodeClear, type ClearContent } from '../../protocol/clear.ts';
import type { Empties } from '../../protocol/socket.ts';
import { requireMayClear, requireReader, type Access } from './access.ts';
import type { Fresh } from './delivery/fresh.ts';
import type { AccountNo, Appended, Bus, Clock, DeviceNo, LogNo, LogStore, StoredAccount, StoredKind } from './ports.ts';
import type { Lifetimes } from './lifetimes.ts';
import type { Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import { bytes } from './sealedSeeds.ts';
import type { Switches } from './switches.ts';

/** Who speaks; at a door that has no devices on none. */
export interface Speaker {
  readonly account: StoredAccount;
  readonly device: { readonly no: DeviceNo; readonly device: string } | null;
}

export interface Saying {
  readonly conversation: string;
  /** Message id. */
  readonly id: string;
  readonly content: ClearContent;
  readonly empties?: Empties | undefined;
}

interface Given {
  readonly log: LogStore;
  readonly lifetimes: Pick<Lifetimes, 'look'>;
  readonly fresh: Fresh;
  readonly access: Access;
  readonly switches: Switches;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
}

const SPOKEN_IN: ReadonlySet<StoredKind> = new Set(['direct', 'group', 'room', 'line']);

export type Say = ReturnType<typeof createSay>;

/** A message into a log that the server can read: a room, or a direct conversation while encryption is off. */
export function createSay({ log, lifetimes, fresh, access, switches, rates, bus, clock }: Given) {
  /** @throws Refusal not_found, invalid, encryption_required, forbidden, too_many_requests */
  return async function say(speaker: Speaker, { conversation, id, content, empties }: Saying): Promise<Appended> {
    const { account, device } = speaker;
    const membership = await access.requireMember(speaker, conversation);
    rates.spend('account: send', account.no);
    if (!SPOKEN_IN.has(membership.kind)) throw new Refusal('forbidden');
    if (membership.sealed) throw new Refusal('encryption_required');
    if (membership.kind !== 'room' && switches.on('encryption')) throw new Refusal('encryption_required');
    if (!fits(content, empties)) throw new Refusal('invalid', { field: 'empties' });
    if (!empties) requireReader(membership);
    if (content.type === 'clearing' || content.type === 'lifetime') requireMayClear(membership);
    if (content.type === 'deletion' && !(await namesWhatItEmpties(log, membership.log, content.hash, empties)))
      throw new Refusal('invalid', { field: 'hash' });
    if (content.type === 'edit' || content.type === 'reaction')
      await requireTarget(log, membership.log, account.no, content);
    const counts = content.type === 'text';
    const payload = encodeClear({ id, by: account.username, content });
    const { log: no, members } = membership;
    const appended = await log.append({
      log: no,
      account: account.no,
      device: device?.no ?? null,
      messageId: bytes(id, 'id'),
      counts,
      payload,
      at: clock.now(),
      epochHash: null,
      empties: empties ?? null,
    });
    if (typeof appended === 'string') throw new Refusal(appended);
    if (appended.repeated) return appended;
    const { repeated: _, ...place } = appended;
    if (empties) fresh.drop(no);
    fresh.keep(no, {
      ...place,
      kind: 'message',
      account: account.account,
      accountNo: account.no,
      device: device?.device ?? null,
      counts,
      payload,
    });
    bus.publish({ about: 'log', log: no, conversation, seq: place.seq, counts, members });
    if (empties && 'days' in empties) void lifetimes.look();
    return appended;
  };
}

function fits(content: ClearContent, empties: Empties | undefined): boolean {
  if (content.type === 'text' || content.type === 'edit' || content.type === 'reaction') return empties === undefined;
  if (content.type === 'deletion') return empties !== undefined && 'seq' in empties;
  if (content.type === 'lifetime') return empties !== undefined && 'days' in empties && empties.days === content.days;
  return empties !== undefined && 'through' in empties && empties.through === content.through;
}

/** A deletion that names another message than it empties would leave every client with a message that nobody took back. */
async function namesWhatItEmpties(log: LogStore, no: LogNo, hash: string, empties: Empties | undefined) {
  if (!empties || !('seq' in empties)) return false;
  const [entry] = await log.entries(no, { after: empties.seq - 1, limit: 1 });
  return entry !== undefined && equalBytes(entry.hash, bytes(hash, 'hash'));
}

/** It is a text of this log that is still there; for an edit, one's own. */
async function requireTarget(
  log: LogStore,
  no: LogNo,
  account: AccountNo,
  { type, target }: Extract<ClearContent, { type: 'edit' | 'reaction' }>,
): Promise<void> {
  const entry = await log.message(no, bytes(target, 'target'));
  const said = entry?.payload && decodeClear(entry.payload);
  if (!entry || said?.content.type !== 'text') throw new Refusal('not_found');
  if (type === 'edit' && entry.accountNo !== account) throw new Refusal('forbidden');
}
