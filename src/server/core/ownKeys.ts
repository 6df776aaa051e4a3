import { entryKind } from '../../crypto/verify/accountChain.ts';
import type { OwnKeys } from '../../protocol/api/keys.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { AccountNo, KeyStore, StoredAccountKey } from './ports.ts';
import { Refusal } from './refusal.ts';

export interface ChainPage {
  readonly chain: string[];
  /** Whether the chain goes on after it. */
  readonly more: boolean;
}

/** Entries of a chain after `after`, as they go over the wire. */
export async function chainPage(keys: KeyStore, account: AccountNo, after: number): Promise<ChainPage> {
  const entries = await keys.chain(account, after, limits.chainPage + 1);
  const chain = entries.slice(0, limits.chainPage).map(({ entry }) => toBase64url(entry));
  return { chain, more: entries.length > limits.chainPage };
}

/**
 * A page of what belongs to an account's keys, for its owner: chain entries after `after`, with the account keys that they
 * brought, and the vault.
 * @param device whose sealed seeds it asks for, beside the vault's
 */
export async function readOwnKeys(
  keys: KeyStore,
  account: AccountNo,
  device: string | null,
  after = 0,
): Promise<OwnKeys> {
  const [vault, page] = await Promise.all([keys.vault(account), chainPage(keys, account, after)]);
  if (!vault) throw new Refusal('not_found');
  return { vault, ...page, accountKeys: await broughtBy(page.chain, keys, account, device) };
}

async function broughtBy(
  chain: readonly string[],
  keys: KeyStore,
  account: AccountNo,
  device: string | null,
): Promise<OwnKeys['accountKeys']> {
  const generations = chain.map((entry) => entryKind(fromBase64url(entry)).generation).filter((each) => each !== null);
  const [first, last] = [generations[0], generations.at(-1)];
  if (first === undefined || last === undefined) return [];
  return (await keys.accountKeys(account, device, first, last)).map(onWire);
}

const onWire = ({ generation, seeds, link }: StoredAccountKey): OwnKeys['accountKeys'][number] => ({
  generation,
  seeds: [...seeds],
  ...(link === null ? {} : { link }),
});
