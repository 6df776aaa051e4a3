import { KeyLineError, parseKeyLine, type SshKeyLine } from '../../crypto/verify/sshKey.ts';
import type { AddedSshKeys, RefusedLine, SshKey } from '../../protocol/api/sshKeys.ts';
import { DisplayName } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import { audited } from './audited.ts';
import type { Bus, Clock, SshKeyStore, StoredAccount, StoredSshKey } from './ports.ts';
import type { Rates } from './rates.ts';
import { Refusal } from './refusal.ts';

interface Given {
  readonly sshKeys: SshKeyStore;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
}

export type SshKeys = ReturnType<typeof createSshKeys>;

/** The public SSH keys of accounts. Whether anybody may log in with them is a switch; they may be added before that. */
export function createSshKeys({ sshKeys: store, rates, bus, clock }: Given) {
  const list = async ({ no }: StoredAccount): Promise<SshKey[]> => (await store.of(no)).map(onWire);

  const addLine = async (account: StoredAccount, line: string, from: string): Promise<RefusedLine['why'] | null> => {
    const parsed = parsedLine(line);
    if (typeof parsed === 'string') return parsed;
    const { fingerprint, publicKey, comment } = parsed;
    const key = { fingerprint, publicKey, label: labelOf(comment), addedAt: clock.now() };
    const audit = audited(clock, account.username, 'SSH key added', fingerprint, from);
    const stored = await store.add(account.no, key, limits.sshKeysPerAccount, audit);
    return stored === 'stored' ? null : stored;
  };

  return {
    list,

    /**
     * Each line by itself: what is wrong with one keeps no other out. Empty lines and comments are passed over.
     * @throws Refusal too_many_requests
     */
    async add(account: StoredAccount, text: string, from: string): Promise<AddedSshKeys> {
      rates.spend('account: SSH keys', account.no);
      const before = new Set((await store.of(account.no)).map(({ fingerprint }) => fingerprint));
      const refused: RefusedLine[] = [];
      for (const [index, line] of text.split(/\r?\n/).entries()) {
        if (line.trim() === '' || line.trim().startsWith('#')) continue;
        const why = await addLine(account, line, from);
        if (why) refused.push({ line: index + 1, why });
      }
      const keys = await list(account);
      return { keys, added: keys.filter(({ fingerprint }) => !before.has(fingerprint)).length, refused };
    },

    /** With all that began with it, at once. @throws Refusal not_found */
    async remove({ no, username }: StoredAccount, fingerprint: string, from: string): Promise<void> {
      const audit = audited(clock, username, 'SSH key removed', fingerprint, from);
      if (!(await store.remove(no, fingerprint, audit))) throw new Refusal('not_found');
      bus.publish({ about: 'rights', no });
    },
  };
}

function parsedLine(line: string): SshKeyLine | RefusedLine['why'] {
  try {
    return parseKeyLine(line);
  } catch (error) {
    if (error instanceof KeyLineError) return error.problem;
    throw error;
  }
}

function labelOf(comment: string): string {
  const label = DisplayName.safeParse(comment.slice(0, limits.displayName).toWellFormed());
  return label.success ? label.data : '';
}

const onWire = ({ fingerprint, publicKey, label, addedAt, usedAt }: StoredSshKey): SshKey => ({
  fingerprint,
  type: publicKey.split(' ')[0] ?? '',
  label,
  addedAt,
  usedAt,
});
