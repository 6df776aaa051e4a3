import { equalBytes } from '../../crypto/encoding.ts';
import { entryKind, liveDevices, nameHash, type AccountChain } from '../../crypto/verify/accountChain.ts';
import type { NewAccountKey, Vault } from '../../protocol/api/keys.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { extended, headEntry } from './chains.ts';
import type { Opaque } from './opaque.ts';
import type { AccountStore, FirstKeys } from './ports.ts';
import { Refusal } from './refusal.ts';
import { accountKeyWith, bytes } from './sealedSeeds.ts';

// With what every account's keys begin, whichever way the account was made.

export interface StartFirstKeys {
  /** The id that the account will have. */
  readonly account: string;
  readonly request: string;
}

export interface BroughtKeys {
  readonly deviceLabel: string;
  readonly record: string;
  readonly created: string;
  readonly accountKey: NewAccountKey;
  readonly vault: Vault;
}

/**
 * A known account's id is refused: the answer would be one more guess at its password, past every limit of log-ins.
 * @throws Refusal invalid
 */
export async function firstResponse(
  { accounts, opaque }: { readonly accounts: Pick<AccountStore, 'byId'>; readonly opaque: Opaque },
  { account, request }: StartFirstKeys,
): Promise<{ response: string }> {
  if (await accounts.byId(account)) throw new Refusal('invalid', { field: 'account' });
  return { response: opaque.registrationResponse(account, request) };
}

/** What is stored of them, if they are that name's. @throws Refusal invalid, invalid_chain_entry */
export function firstKeysOf(brought: BroughtKeys, username: string): FirstKeys {
  const { deviceLabel, record, vault } = brought;
  const entry = bytes(brought.created, 'created');
  const chain = firstOf(entry, username);
  const accountKey = accountKeyWith(entryKind(entry), chain, brought.accountKey);
  const [device] = liveDevices(chain);
  if (!accountKey || !device) throw new Refusal('invalid_chain_entry');
  if (vault.version !== 1) throw new Refusal('invalid', { field: 'vault.version' });
  return {
    account: toBase64url(chain.account),
    device: { device: toBase64url(device.id), label: deviceLabel },
    opaqueRecord: record,
    created: headEntry(chain, entry),
    accountKey,
    vault,
  };
}

function firstOf(created: Uint8Array, username: string): AccountChain {
  const chain = extended(null, created);
  if (!equalBytes(chain.nameHash, nameHash(username))) throw new Refusal('invalid_chain_entry', { field: 'username' });
  return chain;
}
