import { createAccess } from './core/access.ts';
import { audited } from './core/audited.ts';
import type { Actor } from './core/actor.ts';
import { createAdmin } from './core/admin.ts';
import { createAdministeredMachines } from './core/administration/machines.ts';
import { createOverview } from './core/administration/overview.ts';
import { createAdministeredPeople } from './core/administration/people.ts';
import { createRules } from './core/alerts/rules.ts';
import { createWatching } from './core/alerts/watching.ts';
import { createAppend } from './core/append.ts';
import { createArrival } from './core/arrival.ts';
import { createAuditHeads } from './core/auditHead.ts';
import { createAuditLog } from './core/auditLog.ts';
import { createBackups } from './core/backups.ts';
import { createCertificateLogin } from './core/certificateLogin.ts';
import { createCertificates } from './core/certificates.ts';
import { createChains } from './core/chains.ts';
import { createCompletion } from './core/completion.ts';
import { createContactAnswers } from './core/contacts/answering.ts';
import { createContactNotices, type NoticeIn } from './core/contacts/notices.ts';
import { createContactVisits } from './core/contacts/visiting.ts';
import { createConversations } from './core/conversations.ts';
import { createDelivery } from './core/delivery/delivery.ts';
import { createFresh } from './core/delivery/fresh.ts';
import type { Encode } from './core/delivery/reader.ts';
import { createDevices } from './core/devices.ts';
import { createEpochs } from './core/epochs.ts';
import { createGuesses } from './core/guesses.ts';
import { createLifetimes } from './core/lifetimes.ts';
import { createLinking } from './core/linking.ts';
import { createLogin } from './core/login.ts';
import { startMaintenance } from './core/maintenance.ts';
import { createKnownMachines } from './core/machines/known.ts';
import { createMachines } from './core/machines/machines.ts';
import { createLeaving } from './core/leaving.ts';
import { createMachinePasswords } from './core/machines/passwords.ts';
import { createMachineRecipients } from './core/machines/recipients.ts';
import { createReporting } from './core/machines/reporting.ts';
import { createOnline } from './core/online.ts';
import { createOpaque } from './core/opaque.ts';
import { createOwnChain } from './core/ownChain.ts';
import { createPassword } from './core/password.ts';
import { createPeople } from './core/people.ts';
import type {
  AuditEntry,
  AuditSigning,
  Authority,
  Bus,
  Clock,
  Housekeeping,
  Mail,
  PasswordHashing,
  PushService,
  Random,
  RecordIndex,
  Store,
  StreamStore,
  TokenSigning,
} from './core/ports.ts';
import { createProfile } from './core/profile.ts';
import { createPoking } from './core/push/poking.ts';
import { createPushSubscriptions } from './core/push/subscriptions.ts';
import { createRates, type Rate, type RateName } from './core/rates.ts';
import { createReceipts } from './core/receipts.ts';
import { createRecovery } from './core/recovery.ts';
import { createRegistration } from './core/registration.ts';
import { createReset } from './core/reset.ts';
import { createRooms } from './core/rooms.ts';
import { createSay } from './core/say.ts';
import { createServerSettings } from './core/serverSettings.ts';
import { createSessions } from './core/sessions.ts';
import { createSlots } from './core/slots.ts';
import { createSshKeys } from './core/sshKeys.ts';
import { createSshLogin } from './core/sshLogin.ts';
import { createStreamAccess } from './core/streams/access.ts';
import { createStreamDownload } from './core/streams/download.ts';
import { createFollowers } from './core/streams/followers.ts';
import { createStreamRecords } from './core/streams/records.ts';
import { createStreamSearch } from './core/streams/search.ts';
import type { Keeping } from './core/streams/retention.ts';
import { createStreams } from './core/streams/streams.ts';
import { createSwitches } from './core/switches.ts';
import { createAuthorActs } from './core/threads/authorActs.ts';
import { createAuthorCookies } from './core/threads/authorCookie.ts';
import { createBringing } from './core/threads/bringing.ts';
import { createFormTokens } from './core/threads/formToken.ts';
import { createNotices } from './core/threads/notices.ts';
import { createPublicThreads } from './core/threads/publicThreads.ts';
import { createReview } from './core/threads/review.ts';
import { createSubmit } from './core/threads/submission.ts';
import { createThreads } from './core/threads/threads.ts';
import { createTickets } from './core/tickets.ts';
import { verifyStore, type Verification } from './core/verification.ts';
import type { Secrets } from './secrets.ts';

export interface Parts {
  readonly store: Store;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Omit<Secrets, 'metricsToken' | 'push'>;
  readonly authority: Authority;
  readonly streams: StreamStore;
  /** What is kept of streams. */
  readonly keeping: Keeping;
  readonly index: RecordIndex;
  /** For machines: people's passwords never come here. */
  readonly hashing: PasswordHashing;
  readonly tokens: TokenSigning;
  /** Null: no e-mail is sent from here. */
  readonly mail: Mail | null;
  /** Null: nobody is poked from here. */
  readonly pushService: PushService | null;
  readonly housekeeping: Housekeeping;
  readonly auditSigning: AuditSigning;
  /** Told of each entry of the audit log. */
  readonly acted: (entry: AuditEntry) => void;
  readonly noticeIn: NoticeIn;
  /** The address that people use. */
  readonly origin: () => string;
  /** Whether people find this server at that address. */
  readonly isOwnOrigin: (origin: string) => boolean;
  readonly rates?: Partial<Record<RateName, Rate>>;
  readonly encode: Encode;
  readonly soon: (callback: () => void) => void;
  readonly failed: (error: unknown) => void;
}

export type Core = Awaited<ReturnType<typeof createCore>>;

/** The rooms of the core, wired to each other and to a store, a bus and a clock. */
export async function createCore(parts: Parts) {
  const { store, index, bus, clock, random, secrets, failed } = parts;
  const { accounts, keys, links, log, instance, incarnation } = store;
  const standIn = (username: string): string => secrets.standIn(username);

  const settings = await createServerSettings({ store: store.settings, bus, clock });
  const rates = createRates(clock, parts.rates, settings.chosen);
  const guesses = createGuesses(clock, rates);
  const opaque = createOpaque(secrets.opaqueSetup, instance);
  // The ways in that there are doors for.
  const waysIn = ['password-authentication', 'certificate-authentication', 'ssh-authentication'] as const;
  const switches = await createSwitches({ store: store.switches, bus, clock, waysIn });
  const lifetimes = createLifetimes({ log, settings, clock, failed });
  const access = createAccess(store.conversations);
  const chains = createChains(keys);
  const sessions = createSessions({ store: store.sessions, switches, settings, bus, clock, random });
  const devices = createDevices({ instance, keys, store: store.sessions, chains, bus, clock });
  const arrival = createArrival({ keys, sessions, devices, clock, random });

  const entering = {
    accounts,
    keys,
    links,
    sessions,
    arrival,
    opaque,
    switches,
    settings,
    guesses,
    chains,
    rates,
    bus,
    clock,
    random,
  };
  const certificates = createCertificates({
    ...parts,
    certificates: store.certificates,
    accounts,
    switches,
    settings,
    rates,
  });
  const fresh = createFresh();
  const talking = {
    accounts,
    keys,
    store: store.conversations,
    log,
    lifetimes,
    fresh,
    access,
    switches,
    chains,
    rates,
    bus,
    clock,
  };
  const { conversations, rooms, followers } = store;
  const online = createOnline();
  const delivery = createDelivery({
    ...parts,
    incarnation,
    accounts,
    keys,
    conversations,
    followers,
    log,
    fresh,
    access,
    sessions,
    online,
  });

  const pushing = { push: store.push, service: parts.pushService };
  const poking = createPoking({ ...parts, ...pushing, conversations, sessions, listens: delivery.listens });
  await poking.start();

  const streamAccess = createStreamAccess(followers);
  const following = { ...parts, accounts, machines: store.machines, followers, access: streamAccess, rates };
  const streams = createStreams(following);
  const watching = createWatching({ ...parts, alerts: store.alerts, fresh });

  const ownChain = createOwnChain(talking);
  const known = createKnownMachines({ ...parts, machines: store.machines });

  const notices = createNotices({ fresh, bus, random });
  const commenting = { ...parts, ...store, notices, switches, rates };
  const threads = createThreads(commenting);
  const backups = createBackups({ audit: store.audit, clock });
  const formTokens = createFormTokens({ ...parts, keys: secrets.publicCookies.keys });

  const admin = createAdmin({ ...entering, ...store, sessionStore: store.sessions });

  const stopListening = bus.subscribe((wakeUp) => {
    access.heard(wakeUp);
    switches.heard(wakeUp).catch(failed);
    settings.heard(wakeUp).catch(failed);
    lifetimes.heard(wakeUp);
    delivery.heard(wakeUp);
    poking.heard(wakeUp);
    watching.heard(wakeUp);
    known.heard(wakeUp);
    if (wakeUp.about === 'stream') index.grown(wakeUp.machine, wakeUp.seq);
  });
  await watching.start();
  const auditHeads = createAuditHeads({ ...parts, audit: store.audit, signing: parts.auditSigning, instance });
  await auditHeads.start();
  const contactNotices = parts.mail && createContactNotices({ ...parts, contacts: store.contacts, mail: parts.mail });
  contactNotices?.wake();
  const stopMaintenance = startMaintenance({ ...parts, ...store, lifetimes, index });

  return {
    instance,
    incarnation,
    backups,
    keys,
    rates,
    switches,
    settings,
    access,
    sessions,
    devices,
    arrival,
    delivery,
    registration: createRegistration(entering),
    completion: createCompletion(entering),
    certificates,
    certificateLogin: createCertificateLogin({ ...parts, instance, certificates, arrival, rates }),
    sshKeys: createSshKeys({ sshKeys: store.sshKeys, rates, bus, clock }),
    pushSubscriptions: createPushSubscriptions({ ...pushing, poking, rates }),
    sshLogin: createSshLogin({ ...parts, ...entering, instance, sshKeys: store.sshKeys }),
    login: createLogin({ ...entering, standIn }),
    recovery: createRecovery({ ...entering, instance, standIn }),
    password: createPassword(entering),
    leaving: createLeaving({ admin, arrival }),
    reset: createReset(entering),
    admin,
    administeredPeople: createAdministeredPeople({ ...store, admin, online, clock }),
    administeredMachines: createAdministeredMachines({ machines: store.machines, streams: parts.streams }),
    overview: createOverview({ ...parts, ...store, ping: () => store.ping(), online, backups }),
    /** Every chain that is stored, the audit log's with the head that was signed. */
    verify: async (): Promise<Verification> => verifyStore(store, (await auditHeads.head()).head),
    auditLog: createAuditLog({ audit: store.audit, heads: auditHeads, clock }),
    origin: parts.origin,
    ownChain,
    linking: createLinking({ ...entering, ownChain }),
    people: createPeople(talking),
    profile: createProfile({ ...talking, online }),
    conversations: createConversations(talking),
    epochs: createEpochs(talking),
    slots: createSlots({ ...talking, slots: store.slots }),
    append: createAppend(talking),
    say: createSay(talking),
    contactAnswers: createContactAnswers({ ...talking, contacts: store.contacts, notices: contactNotices }),
    contactVisits: createContactVisits({ ...store, ...talking, tokens: formTokens, notices: contactNotices !== null }),
    rooms: createRooms({ ...talking, rooms, online, random }),
    online,
    machines: createMachines({ ...parts, machines: store.machines, settings }),
    reporting: createReporting({
      ...parts,
      machines: store.machines,
      known,
      watching,
      passwords: createMachinePasswords({ ...parts, guesses, rates }),
      switches,
      settings,
      rates,
    }),
    recipients: createMachineRecipients({ instance, known, followers, keys, chains }),
    streams,
    streamRecords: createStreamRecords(following),
    streamSearch: createStreamSearch(following),
    streamDownload: createStreamDownload(following),
    followers: createFollowers(following, streams),
    rules: createRules({ ...following, alerts: store.alerts }),
    threads,
    review: createReview({ ...commenting, threads }),
    publicThreads: createPublicThreads({ ...commenting, tokens: formTokens }),
    submit: createSubmit({ ...commenting, tokens: formTokens }),
    actOnComment: createAuthorActs(commenting),
    bring: createBringing(commenting),
    async rotateCookieSecret({ who, from }: Actor): Promise<void> {
      await store.audit.add(audited(clock, who, 'cookie secret rotated', '', from));
      secrets.publicCookies.rotate();
    },
    authorCookies: createAuthorCookies({ random, keys: secrets.publicCookies.keys }),
    receipts: createReceipts(talking),
    tickets: createTickets(clock, random),
    async stop(): Promise<void> {
      stopMaintenance();
      contactNotices?.stop();
      poking.stop();
      watching.stop();
      stopListening();
      delivery.close();
      await auditHeads.stop();
    },
  };
}
