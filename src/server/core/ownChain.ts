import { entryKind, ChainError, type AccountChain, type EntryGlance } from '../../crypto/verify/accountChain.ts';
import type { NewAccountKey, Vault } from '../../protocol/api/keys.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import { audited } from './audited.ts';
import { extended, headEntry, type Chains } from './chains.ts';
import type { Bus, ChainAppend, Clock, KeyStore } from './ports.ts';
import type { Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import { accountKeyWith, bytes } from './sealedSeeds.ts';
import type { Session } from './sessions.ts';

export interface AppendToChain {
  readonly entry: string;
  readonly accountKey?: NewAccountKey | undefined;
  readonly deviceLabel?: string | undefined;
  readonly vault?: Vault | undefined;
}

interface Given {
  readonly keys: KeyStore;
  readonly chains: Chains;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
}

export type OwnChain = ReturnType<typeof createOwnChain>;

/** What an account's owner writes into its chain. */
export function createOwnChain({ keys, chains, rates, bus, clock }: Given) {
  return {
    /** @throws Refusal device_required, forbidden, invalid, invalid_chain_entry, too_many_devices, chain_full, chain_moved, vault_moved */
    async append(
      session: Session,
      asked: AppendToChain,
      from: string,
    ): Promise<{ number: number; endsSession: boolean }> {
      const { account } = session;
      rates.spend('account: chain', account.no);
      const entry = bytes(asked.entry, 'entry');
      const glance = glanceAt(entry);
      requireMayWrite(session, glance);
      const chain = await chains.of(account.no);
      if (!chain) throw new Refusal('device_required');
      const next = extended(chain, entry);
      requireRoom(next, glance);
      const append: ChainAppend = {
        ...effectsOf(glance, chain, next, asked),
        account: account.no,
        entry: headEntry(next, entry),
        session: glance.kind === 'device added' && !session.device ? session.tokenHash : null,
        at: clock.now(),
        audit: audited(clock, account.username, `chain: ${glance.kind}`, account.username, from),
      };
      const stored = await keys.appendToChain(append);
      if (stored !== 'stored') throw new Refusal(stored);
      bus.publish({ about: 'chain', account: toBase64url(next.account), no: account.no, number: next.number });
      bus.publish({ about: 'account', no: account.no });
      if (append.removeDevices.length > 0) bus.publish({ about: 'rights', no: account.no });
      const endsSession = session.device !== null && append.removeDevices.includes(session.device.device);
      return { number: next.number, endsSession };
    },
  };
}

/** @throws Refusal invalid_chain_entry */
export function glanceAt(entry: Uint8Array): EntryGlance {
  try {
    return entryKind(entry);
  } catch (error) {
    if (error instanceof ChainError) throw new Refusal('invalid_chain_entry');
    throw error;
  }
}

/**
 * Every entry is signed by a key that the server does not have; this narrows what a session may bring. Without a device
 * one may add one, and for that make room by removing another, which asks for the identity key and so for the password
 * or the recovery code. A device removes itself only from its own session. `reset` takes an admin's link.
 */
function requireMayWrite({ device }: Session, { kind, signer }: EntryGlance): void {
  const bySelf = kind === 'device removed' && signer !== null;
  if (kind === 'created' || kind === 'reset' || kind === 'removed') throw new Refusal('forbidden');
  if (!device && kind !== 'device added' && (kind !== 'device removed' || bySelf)) throw new Refusal('device_required');
  if (bySelf && toBase64url(signer) !== device?.device) throw new Refusal('forbidden');
}

/** A full chain still lets devices go: there are only so many, and none can be added. */
function requireRoom({ number }: AccountChain, { kind }: EntryGlance): void {
  if (number > limits.chainEntries && kind !== 'device removed') throw new Refusal('chain_full');
}

type Effects = Pick<ChainAppend, 'accountKey' | 'addDevice' | 'removeDevices' | 'passEpochs' | 'vault'>;

/** What the entry does beside standing in the chain. */
export function effectsOf(
  glance: EntryGlance,
  before: AccountChain,
  next: AccountChain,
  given: Omit<AppendToChain, 'entry'>,
): Effects {
  const { kind, device } = glance;
  const added = kind === 'device added' || kind === 'reset' ? device : null;
  if (added && given.deviceLabel === undefined) throw new Refusal('invalid', { field: 'deviceLabel' });
  if ((kind === 'vault box key' || kind === 'reset') !== (given.vault !== undefined)) {
    throw new Refusal('invalid', { field: 'vault' });
  }
  const removed = [...next.devices].filter(
    ([id, { removedAt }]) => removedAt !== null && before.devices.get(id)?.removedAt === null,
  );
  return {
    accountKey: accountKeyWith(glance, next, given.accountKey),
    addDevice: added && { device: toBase64url(added), label: given.deviceLabel ?? '' },
    removeDevices: removed.map(([id]) => id),
    passEpochs: next.leastGeneration > before.leastGeneration,
    vault: given.vault ?? null,
  };
}
