import type { Self } from '../../protocol/api/registration.ts';
import { sha256 } from '../../crypto/encoding.ts';
import type { Found } from './actor.ts';
import { audited } from './audited.ts';
import { firstKeysOf, firstResponse, type BroughtKeys, type StartFirstKeys } from './firstKeys.ts';
import type { Opaque } from './opaque.ts';
import type { AccountStore, Bus, Clock, LinkKind, LinkStore, NewAccount } from './ports.ts';
import { networkOf, type Rates } from './rates.ts';
import { Refusal } from './refusal.ts';
import { bytes } from './sealedSeeds.ts';
import type { ServerSettings } from './serverSettings.ts';
import type { Sessions } from './sessions.ts';
import type { Switches } from './switches.ts';

/** What lets one in while registration is closed. */
export interface Admission {
  readonly setup?: string | undefined;
  readonly invitation?: string | undefined;
}

export interface StartRegistration extends Admission, StartFirstKeys {
  readonly username: string;
}

export interface FinishRegistration extends Admission, BroughtKeys {
  readonly username: string;
  readonly displayName?: string | undefined;
  readonly openRegistration?: boolean | undefined;
}

interface Given {
  readonly accounts: AccountStore;
  readonly links: LinkStore;
  readonly switches: Switches;
  readonly settings: Pick<ServerSettings, 'value'>;
  readonly sessions: Sessions;
  readonly opaque: Opaque;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
}

export type Registration = ReturnType<typeof createRegistration>;

export function createRegistration(given: Given) {
  const { accounts, rates, sessions, bus } = given;
  return {
    /** @throws Refusal too_many_requests, registration_closed, link_spent, username_taken, invalid */
    async start(asked: StartRegistration, from: string): Promise<{ response: string }> {
      rates.spend('address: start registration', networkOf(from));
      await admit(given, asked);
      if (await accounts.byName(asked.username)) throw new Refusal('username_taken');
      return firstResponse(given, asked);
    },

    /**
     * `waits`: the session is good for nothing until an admin has approved the account.
     * @throws Refusal too_many_requests, registration_closed, link_spent, username_taken, too_many_accounts, invalid
     */
    async finish(
      asked: FinishRegistration,
      from: string,
      found: Found,
    ): Promise<{ self: Self; token: string; waits: boolean }> {
      rates.spend('address: registration', networkOf(from));
      const admission = await admit(given, asked);
      const draft = draftOf(given, asked, admission, from);
      const made = await accounts.create(draft);
      if (typeof made === 'string') throw new Refusal(made);
      found(draft);
      bus.publish({ about: 'account', no: made.no });
      if (draft.setRegistration !== null) {
        await given.switches.reload();
        bus.publish({ about: 'rights', no: null });
      }
      const { account, username, displayName, role, state } = draft;
      const token = await sessions.open(made.no, made.device, { by: 'registration' });
      return { self: { account, username, displayName, role }, token, waits: state === 'pending' };
    },
  };
}

interface Admitted {
  readonly link: { readonly kind: LinkKind; readonly tokenHash: Uint8Array } | null;
}

async function admit({ accounts, links, switches, clock }: Given, { setup, invitation }: Admission): Promise<Admitted> {
  const token = setup ?? invitation;
  if (token === undefined) {
    if (!switches.on('registration')) throw new Refusal('registration_closed');
    return { link: null };
  }
  const kind = setup === undefined ? 'invitation' : 'setup';
  const tokenHash = sha256(bytes(token));
  const found = await links.find(kind, tokenHash, clock.now());
  if (!found || (kind === 'setup' && (await accounts.hasAdmin()))) throw new Refusal('link_spent');
  return { link: { kind, tokenHash } };
}

function draftOf(
  { switches, settings, clock }: Given,
  asked: FinishRegistration,
  { link }: Admitted,
  from: string,
): NewAccount {
  const first = link?.kind === 'setup';
  const open = asked.openRegistration;
  const turned = audited(clock, asked.username, `switch ${open ? 'on' : 'off'}`, 'registration', from);
  return {
    ...firstKeysOf(asked, asked.username),
    username: asked.username,
    displayName: asked.displayName ?? '',
    role: first ? 'admin' : 'member',
    state: link === null && switches.on('approval') ? 'pending' : 'active',
    link,
    most: first ? null : settings.value('accounts'),
    setRegistration: first && open !== undefined ? { on: open, audit: turned } : null,
    at: clock.now(),
    audit: audited(
      clock,
      asked.username,
      first ? 'registration of the first admin' : 'registration',
      asked.username,
      from,
    ),
  };
}
