import { equalBytes, sha256 } from '../../crypto/encoding.ts';
import { ChainError, nameHash, readChain } from '../../crypto/verify/accountChain.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import { LOG_GENESIS, logLink } from '../../protocol/log.ts';
import { verifyAudit } from './audit.ts';
import { isSigned } from './auditHead.ts';
import type {
  AuditEntry,
  AuditStore,
  KeyStore,
  LogNo,
  LogStore,
  SignedAuditHead,
  Store,
  StoredAccount,
} from './ports.ts';

/** Of one kind, before the others are only counted. */
const MOST_NAMED = 5;

/** What was looked at, and the first things of each kind that do not fit. */
export interface Verification {
  readonly accounts: number;
  readonly logs: number;
  readonly entries: number;
  readonly auditEntries: number;
  readonly problems: readonly string[];
}

/**
 * Follows every chain of hashes and signatures in a store from its beginning.
 * @param signed the audit log's signed head; undefined: this folder has no audit key
 */
export async function verifyStore(store: Omit<Store, 'close'>, signed?: SignedAuditHead | null): Promise<Verification> {
  const ofAccounts: string[] = [];
  const accounts = await store.accounts.list();
  const logs = new Map<LogNo, string>();
  for (const account of accounts) {
    ofAccounts.push(...(await chainProblems(store.keys, account)));
    const own = await store.conversations.logsOf(account.no, { after: 0, limit: Number.MAX_SAFE_INTEGER });
    for (const { log, conversation } of own) logs.set(log, conversation);
  }
  const ofLogs: string[] = [];
  let entries = 0;
  for (const [log, conversation] of logs) {
    const { count, problem } = await followLog(store.log, log);
    entries += count;
    if (problem) ofLogs.push(`conversation ${conversation}: ${problem}`);
  }
  const audit = await followAudit(store, signed);
  const ofAudit = audit.problem === null ? [] : [`audit log: ${audit.problem}`];
  const problems = [...someOf(ofAccounts, 'accounts'), ...someOf(ofLogs, 'conversations'), ...ofAudit];
  return { accounts: accounts.length, logs: logs.size, entries, auditEntries: audit.count, problems };
}

/** The first of them, and how many more there are. */
export function someOf(problems: readonly string[], kind: string): string[] {
  const more = problems.length - MOST_NAMED;
  return more <= 0 ? [...problems] : [...problems.slice(0, MOST_NAMED), `and ${more} more ${kind}`];
}

async function chainProblems(keys: KeyStore, { no, account, username }: StoredAccount): Promise<string[]> {
  if (account === null) return [];
  const stored = await keys.chain(no, 0);
  try {
    const chain = readChain(stored.map(({ entry }) => entry));
    if (toBase64url(chain.account) !== account) return [`account ${username}: its chain is another account's`];
    if (!equalBytes(chain.nameHash, nameHash(username))) return [`account ${username}: its chain has another name`];
    return [];
  } catch (error) {
    if (!(error instanceof ChainError)) throw error;
    return [`account ${username}: ${error.message}`];
  }
}

interface Followed {
  readonly count: number;
  readonly problem: string | null;
}

async function followLog(log: LogStore, no: LogNo): Promise<Followed> {
  let chain: Uint8Array = LOG_GENESIS;
  let seq = 0;
  for (;;) {
    const page = await log.entries(no, { after: seq, limit: limits.entriesPage });
    if (page.length === 0) return { count: seq, problem: null };
    for (const entry of page) {
      seq += 1;
      const whole = entry.payload === null || equalBytes(sha256(entry.payload), entry.hash);
      const linked = equalBytes(sha256(logLink(chain, seq, entry.hash)), entry.chain);
      if (entry.seq !== seq) return { count: seq, problem: `entry ${seq} is missing` };
      if (!whole) return { count: seq, problem: `entry ${seq} was altered` };
      if (!linked) return { count: seq, problem: `entry ${seq} does not follow the one before` };
      chain = entry.chain;
    }
  }
}

async function followAudit(
  { audit, instance }: Pick<Store, 'audit' | 'instance'>,
  signed: SignedAuditHead | null | undefined,
): Promise<Followed> {
  const verdict = await verifyAudit(pagesOf(audit), signed);
  const count = verdict.number;
  if (!verdict.fits)
    return { count, problem: `entry ${count} is missing, was altered, or does not follow the one before` };
  if (signed === null) return { count, problem: 'its signed head is missing' };
  if (signed && !isSigned(instance, signed)) return { count, problem: 'its signed head is not of this server' };
  return { count, problem: null };
}

async function* pagesOf(audit: AuditStore): AsyncGenerator<AuditEntry> {
  for (let number = 0; ;) {
    const page = await audit.entries(number, limits.entriesPage);
    if (page.length === 0) return;
    yield* page;
    number += page.length;
  }
}
