import { equalBytes } from '../../crypto/encoding.ts';
import { type AccountChain, ChainError, extendChain, isOnChain, nameHash } from '../../crypto/verify/accountChain.ts';
import type { Person } from '../../protocol/api/account.ts';
import { fromBase64url } from '../../protocol/base64url.ts';

/** What is wrong with a chain that a server shows: for another name, shorter than it was, or another than it was. */
export type ChainFault = 'another_name' | 'chain_shrunk' | 'chain_fork';

/**
 * The chain of an account with what a server has shown of it since. Whether its identity is trusted is another question.
 * @param known as far as it is known; null: not at all
 * @param entries what comes after that
 */
export function servedChain(
  known: AccountChain | null,
  account: string,
  entries: readonly Uint8Array[],
  { username, chainHead }: Person,
): AccountChain | ChainFault {
  const head = { number: chainHead.number, hash: fromBase64url(chainHead.hash) };
  if (known && head.number < known.number) return 'chain_shrunk';
  try {
    const chain = entries.reduce<AccountChain | null>(extendChain, known);
    if (!chain || !equalBytes(chain.account, fromBase64url(account)) || !isOnChain(chain, head)) return 'chain_fork';
    // The chain says by its hash which name it is for: the server cannot give it another.
    return equalBytes(chain.nameHash, nameHash(username)) ? chain : 'another_name';
  } catch (error) {
    if (error instanceof ChainError) return 'chain_fork';
    throw error;
  }
}
