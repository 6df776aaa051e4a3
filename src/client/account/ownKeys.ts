import { getOwnKeys, readResetChain } from '../../protocol/api/account.ts';
import type { OwnKeys } from '../../protocol/api/keys.ts';
import { limits } from '../../protocol/limits.ts';
import { Failed } from '../outcome.ts';
import type { Server } from '../server.ts';

/** The account's keys from the entry after `after` on, whatever number of pages they come in. */
export async function ownKeysAfter(server: Server, after: number): Promise<OwnKeys> {
  return restOfOwnKeys(server, await server.call(getOwnKeys, { query: { after } }), after);
}

/**
 * `first`, which begins after the entry `after`, and the pages that follow it. The vault is the one that came with the last
 * of them: the newest entries and it were read at one moment.
 */
export async function restOfOwnKeys(server: Server, first: OwnKeys, after = 0): Promise<OwnKeys> {
  const chain = [...first.chain];
  const accountKeys = [...first.accountKeys];
  let page = first;
  while (page.more) {
    requireProgress(page.chain, chain);
    page = await server.call(getOwnKeys, { query: { after: after + chain.length } });
    chain.push(...page.chain);
    accountKeys.push(...page.accountKeys);
  }
  return { vault: page.vault, chain, accountKeys, more: false };
}

/** The chain that a reset goes on with, for whoever holds the link. */
export async function chainBehindLink(server: Server, token: string): Promise<string[]> {
  const chain: string[] = [];
  for (;;) {
    const page = await server.call(readResetChain, { body: { token, after: chain.length } });
    chain.push(...page.chain);
    if (!page.more) return chain;
    requireProgress(page.chain, chain);
  }
}

/** No server keeps a device reading for ever. */
function requireProgress(page: readonly string[], chain: readonly string[]): void {
  if (page.length === 0 || chain.length > 2 * limits.chainEntries) throw new Failed('keys_do_not_match');
}
