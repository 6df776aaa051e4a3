import { sha256 } from '../../crypto/encoding.ts';
import type { AuditAct } from '../../protocol/auditActs.ts';
import { toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { Actor } from './actor.ts';
import { audited } from './audited.ts';
import type {
  AccountStore,
  AuditDraft,
  Bus,
  Clock,
  ConversationStore,
  KeyStore,
  LinkKind,
  LinkStore,
  OpenLink,
  PeopleStore,
  Random,
  SessionStore,
  StoredAccount,
  StoredDevice,
} from './ports.ts';
import { logsInTurns } from './inTurns.ts';
import { Refusal } from './refusal.ts';
import { tellMoved } from './serverSaid.ts';
import type { Role } from './words.ts';

interface Given {
  readonly accounts: AccountStore;
  readonly people: Pick<PeopleStore, 'hasOtherAdmin' | 'remove'>;
  readonly conversations: Pick<ConversationStore, 'logsOf' | 'members'>;
  readonly sessionStore: Pick<SessionStore, 'endAll' | 'endOfOneDevice'>;
  readonly keys: KeyStore;
  readonly links: LinkStore;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
}

export type Admin = ReturnType<typeof createAdmin>;

/** What an admin may do, whichever way in. Every act stands in the audit log, in the same transaction. */
export function createAdmin(given: Given) {
  const { accounts, people, sessionStore, keys, bus, clock } = given;

  const named = async (username: string): Promise<StoredAccount> => {
    const account = await accounts.byName(username.trim().toLowerCase());
    if (!account || account.state === 'removed') throw new Refusal('not_found', { field: username });
    return account;
  };
  const audit = ({ who, from }: Actor, what: AuditAct, subject: string): AuditDraft =>
    audited(clock, who, what, subject, from);
  const changed = (account: StoredAccount): void => {
    bus.publish({ about: 'rights', no: account.no });
    bus.publish({ about: 'account', no: account.no });
  };

  return {
    /** @throws Refusal not_found */
    named,

    users: (): Promise<StoredAccount[]> => accounts.list(),

    /** @throws Refusal not_found */
    async devices(username: string): Promise<StoredDevice[]> {
      return keys.devices((await named(username)).no);
    },

    /** Token of a link that registers one person, also while registration is closed. */
    invite: (actor: Actor): Promise<string> => linkFor(given, 'invitation', null, audit(actor, 'invitation', '')),

    /** Token of a link that gives the name a new identity; the one before is worth nothing then. @throws Refusal not_found, forbidden: it has no keys to replace */
    async reset(username: string, actor: Actor): Promise<string> {
      const account = await named(username);
      if (account.state !== 'active' || account.account === null) throw new Refusal('forbidden', { field: username });
      return linkFor(given, 'reset', account.no, audit(actor, 'reset link', account.username));
    },

    /** Links that still let somebody in. */
    links: (): Promise<OpenLink[]> => given.links.open(clock.now()),

    /** @throws Refusal not_found */
    async revoke(id: string, actor: Actor): Promise<OpenLink> {
      const link = (await given.links.open(clock.now())).find((each) => each.id === id);
      const subject = `${link?.kind} ${link?.username ?? id}`;
      if (!link || !(await given.links.revoke(id, audit(actor, 'link revoked', subject))))
        throw new Refusal('not_found', { field: id });
      return link;
    },

    /** @throws Refusal not_found, forbidden: the last admin stays one */
    async setRole(username: string, role: Role, actor: Actor): Promise<void> {
      const account = await named(username);
      if (role !== 'admin') await requireAnotherAdmin(people, account);
      const what = role === 'admin' ? 'promoted' : 'demoted';
      const moved = await accounts.setRole(account.no, role, audit(actor, what, account.username));
      changed(account);
      tellMoved(bus, moved);
    },

    /** @throws Refusal not_found, forbidden: the last admin stays active */
    async setState(username: string, state: 'active' | 'disabled', actor: Actor): Promise<void> {
      const account = await named(username);
      if (state === 'disabled') await requireAnotherAdmin(people, account);
      const what = state === 'disabled' ? 'disabled' : account.state === 'pending' ? 'approved' : 'enabled';
      await accounts.setState(account.no, state, audit(actor, what, account.username));
      changed(account);
    },

    /**
     * For ever: only the name stays, which nobody gets again, and the chain, on which rests what others have with them. What
     * they wrote is emptied. @throws Refusal not_found, forbidden: the last admin stays
     */
    async remove(username: string, actor: Actor): Promise<void> {
      const account = await named(username);
      await requireAnotherAdmin(people, account);
      await people.remove(account.no, audit(actor, 'removed', account.username));
      changed(account);
      await tellRemoved(given, account);
    },

    /** Everywhere, or on one of their devices only. @throws Refusal not_found */
    async logout(username: string, device: string | undefined, actor: Actor): Promise<void> {
      const account = await named(username);
      if (device === undefined) {
        await sessionStore.endAll(account.no, audit(actor, 'logged out everywhere', account.username));
      } else {
        const found = (await keys.devices(account.no)).find(
          (each) => each.device === device && each.state !== 'removed',
        );
        if (!found) throw new Refusal('not_found', { field: 'device' });
        const subject = `${account.username} ${device}`;
        await sessionStore.endOfOneDevice(account.no, found.no, audit(actor, 'device logged out', subject));
      }
      bus.publish({ about: 'rights', no: account.no });
    },
  };
}

async function linkFor(
  { links, clock, random }: Given,
  kind: LinkKind,
  account: number | null,
  audit: AuditDraft,
): Promise<string> {
  const token = random(32);
  const at = clock.now();
  await links.create({ kind, tokenHash: sha256(token), account, at, expiresAt: at + limits.linkLifetime }, audit);
  return toBase64url(token);
}

/** Whoever has a conversation with them sees at once that nobody reads there any more. */
async function tellRemoved({ conversations, bus, clock }: Given, { no }: StoredAccount): Promise<void> {
  for await (const { conversation } of logsInTurns(conversations, no, clock)) {
    const rights = await conversations.members(conversation);
    if (rights) bus.publish({ about: 'conversation', conversation, members: rights.members });
  }
}

/** Without an admin the next start would offer the setup link again. */
async function requireAnotherAdmin(people: Pick<PeopleStore, 'hasOtherAdmin'>, account: StoredAccount): Promise<void> {
  if (account.role !== 'admin' || account.state !== 'active') return;
  if (!(await people.hasOtherAdmin(account.no))) throw new Refusal('forbidden', { field: account.username });
}
