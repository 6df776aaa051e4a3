import { equalBytes } from '../../crypto/encoding.ts';
import {
  ChainError,
  liveDevices,
  seedsHash,
  type AccountChain,
  type EntryGlance,
} from '../../crypto/verify/accountChain.ts';
import type { NewAccountKey } from '../../protocol/api/keys.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import type { StoredAccountKey } from './ports.ts';
import { Refusal } from './refusal.ts';

/**
 * The account key that goes up beside an entry: there exactly when the entry brings one, its seeds sealed to every live
 * device and to the vault and hashed as the entry says, so that no device of the account is ever left without.
 * @param chain as it stands with the entry
 * @throws Refusal invalid, invalid_chain_entry
 */
export function accountKeyWith(
  entry: EntryGlance,
  chain: AccountChain,
  given: NewAccountKey | undefined,
): StoredAccountKey | null {
  if (entry.generation === null || entry.seedsHash === null) {
    if (given) throw new Refusal('invalid', { field: 'accountKey' });
    return null;
  }
  if (given?.generation !== entry.generation) throw new Refusal('invalid', { field: 'accountKey' });
  const linked = given.link !== undefined || entry.kind === 'created' || entry.kind === 'reset';
  if (!linked || !reachesAll(chain, given)) throw new Refusal('invalid', { field: 'accountKey' });
  if (!equalBytes(hashOf(given), entry.seedsHash)) throw new Refusal('invalid_chain_entry', { field: 'accountKey' });
  return { generation: given.generation, seeds: given.seeds, link: given.link ?? null };
}

function reachesAll(chain: AccountChain, { seeds }: NewAccountKey): boolean {
  const recipients = new Set(seeds.map(({ recipient }) => recipient));
  const wanted = ['vault', ...liveDevices(chain).map(({ id }) => toBase64url(id))];
  return (
    recipients.size === seeds.length && seeds.length === wanted.length && wanted.every((one) => recipients.has(one))
  );
}

function hashOf({ generation, seeds, link }: NewAccountKey): Uint8Array {
  try {
    const sealed = seeds.map((seed) => ({ recipient: seed.recipient, sealed: bytes(seed.sealed) }));
    return seedsHash(generation, sealed, link === undefined ? null : bytes(link));
  } catch (error) {
    if (error instanceof ChainError) throw new Refusal('invalid', { field: 'accountKey' });
    throw error;
  }
}

/** @throws Refusal invalid: text that the schema let pass and that is no base64url after all */
export function bytes(text: string, field?: string): Uint8Array<ArrayBuffer> {
  try {
    return fromBase64url(text);
  } catch {
    throw new Refusal('invalid', field === undefined ? {} : { field });
  }
}
