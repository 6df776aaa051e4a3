import type { OwnKeys } from '../../protocol/api/keys.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import type { AccountNo, KeyStore } from './ports.ts';
import { Refusal } from './refusal.ts';

/** All that belongs to an account's keys, for its owner. @param device whose sealed seeds it asks for, beside the vault's */
export async function readOwnKeys(keys: KeyStore, account: AccountNo, device: string | null): Promise<OwnKeys> {
  const [vault, chain, accountKeys] = await Promise.all([
    keys.vault(account),
    keys.chain(account, 0),
    keys.accountKeys(account, device),
  ]);
  if (!vault) throw new Refusal('not_found');
  return {
    vault,
    chain: chain.map(({ entry }) => toBase64url(entry)),
    accountKeys: accountKeys.map(({ generation, seeds, link }) => ({
      generation,
      seeds: [...seeds],
      ...(link === null ? {} : { link }),
    })),
  };
}
