import { ChainError, extendChain, type AccountChain } from '../../crypto/verify/accountChain.ts';
import type { AccountNo, KeyStore, StoredChainEntry } from './ports.ts';
import { recentlyUsed } from './recentlyUsed.ts';
import { Refusal } from './refusal.ts';

const REMEMBERED = 1000;

export type Chains = ReturnType<typeof createChains>;

/** Account chains, verified. What is remembered is only ever extended by what the store has beyond it. */
export function createChains(keys: Pick<KeyStore, 'chain'>) {
  const known = recentlyUsed<AccountNo, AccountChain>(REMEMBERED);

  return {
    /** The chain as it stands; undefined for an account without keys. */
    async of(account: AccountNo): Promise<AccountChain | undefined> {
      const remembered = known.get(account) ?? null;
      const newer = await keys.chain(account, remembered?.number ?? 0);
      const chain = newer.map(({ entry }) => entry).reduce<AccountChain | null>(extendChain, remembered);
      if (!chain) return undefined;
      if (chain !== remembered) known.set(account, chain);
      return chain;
    },
  };
}

/** @throws Refusal too_many_devices, chain_moved, invalid_chain_entry */
export function extended(chain: AccountChain | null, entry: Uint8Array): AccountChain {
  try {
    return extendChain(chain, entry);
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    if (error.reason === 'too many devices') throw new Refusal('too_many_devices');
    const moved = error.reason === 'wrong number' || error.reason === 'wrong previous';
    throw new Refusal(chain && moved ? 'chain_moved' : 'invalid_chain_entry');
  }
}

/** The newest entry of `chain`, as it is stored. */
export function headEntry(chain: AccountChain, entry: Uint8Array): StoredChainEntry {
  return { number: chain.number, entry, hash: chain.hash };
}
