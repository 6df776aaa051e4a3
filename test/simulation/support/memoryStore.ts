import { sha256 } from '../../../src/crypto/encoding.ts';
import { LOG_GENESIS, logLink } from '../../../src/protocol/log.ts';
import type { Vault } from '../../../src/protocol/api/keys.ts';
import type {
  AccountNo,
  AccountStore,
  AlertStore,
  ContactStore,
  CertificateStore,
  ChainAppend,
  ConversationStore,
  FollowerStore,
  KeyStore,
  LinkStore,
  LogNo,
  LogStore,
  MachineStore,
  PushStore,
  OwnConversation,
  SessionStore,
  Store,
  StoredAccount,
  StoredAccountKey,
  StoredChainEntry,
  SlotStore,
  SshKeyStore,
  StoredEntry,
  StoredEpoch,
} from '../../../src/server/core/ports.ts';

interface Account extends StoredAccount {
  readonly chain: (StoredChainEntry & { readonly at: number })[];
  keys: StoredAccountKey[];
  vault: Vault;
  record: string;
  readonly devices: Map<string, { no: number; label: string; state: 'live' | 'suspended' | 'removed' }>;
  lastRemoval: number;
}

interface Log {
  readonly log: LogNo;
  readonly conversation: string;
  readonly kind: 'direct' | 'group';
  readonly members: readonly AccountNo[];
  readonly entries: (StoredEntry & { messageId: string | null })[];
  readonly epochs: {
    number: number;
    seq: number;
    record: Uint8Array;
    slots: Map<AccountNo, string>;
    resealed: Map<AccountNo, StoredEpoch['resealed']>;
  }[];
  epochPassed: boolean;
}

const hex = (bytes: Uint8Array): string => bytes.toHex();
const never = (): never => {
  throw new Error('no part of this simulation');
};

/** Everything that a server stores, in memory, by the rules of its ports. Also gives groups, which have no door yet. */
export class MemoryStore implements Store {
  readonly instance = 'simulation';
  readonly incarnation = 'simulation';
  readonly rows: Account[] = [];
  readonly logs: Log[] = [];
  /** Every sealed seed that there ever was, as a server keeps it that forgets nothing. */
  readonly everSealed: { account: AccountNo; key: StoredAccountKey }[] = [];
  readonly #sessions = new Map<string, { account: AccountNo; device: string | null }>();
  readonly #links = new Map<string, AccountNo | null>();
  #deviceNo = 0;

  account(no: AccountNo): Account {
    const account = this.rows[no - 1];
    if (!account) throw new Error(`no account ${no}`);
    return account;
  }

  log_(no: LogNo): Log {
    const log = this.logs[no - 1];
    if (!log) throw new Error(`no log ${no}`);
    return log;
  }

  logOf(conversation: string): Log {
    const log = this.logs.find((one) => one.conversation === conversation);
    if (!log) throw new Error('no such conversation');
    return log;
  }

  addLog(conversation: string, kind: Log['kind'], members: readonly AccountNo[]): void {
    const log = this.logs.length + 1;
    this.logs.push({ log, conversation, kind, members, entries: [], epochs: [], epochPassed: false });
  }

  readonly accounts: AccountStore = {
    create: async (given) => {
      if (this.rows.some(({ username }) => username === given.username)) return 'username_taken';
      const { account, username, displayName, role, state } = given;
      const no = this.rows.length + 1;
      const device = ++this.#deviceNo;
      this.rows.push({
        no,
        account,
        username,
        displayName,
        role,
        state,
        createdAt: given.at,
        readReceipts: true,
        presence: true,
        chain: [{ ...given.created, at: given.at }],
        keys: [given.accountKey],
        vault: given.vault,
        record: given.opaqueRecord,
        devices: new Map([[given.device.device, { no: device, label: given.device.label, state: 'live' }]]),
        lastRemoval: 0,
      });
      this.everSealed.push({ account: no, key: given.accountKey });
      return { no, device };
    },
    createBare: never,
    setPreferences: never,
    complete: never,
    byName: async (username) => this.rows.find((one) => one.username === username),
    byId: async (account) => this.rows.find((one) => one.account === account),
    byNo: async (no) => this.rows[no - 1],
    list: async () => this.rows,
    count: async () => this.rows.length,
    hasAdmin: async () => true,
    setDisplayName: never,
    setRole: never,
    setState: never,
  };

  readonly sessions: SessionStore = {
    create: async ({ tokenHash, account, device }) => {
      const found = [...this.account(account).devices].find(([, { no }]) => no === device);
      this.#sessions.set(hex(tokenHash), { account, device: found?.[0] ?? null });
    },
    find: async (tokenHash, at) => {
      const session = this.#sessions.get(hex(tokenHash));
      if (!session) return undefined;
      const account = this.account(session.account);
      const device = session.device === null ? undefined : account.devices.get(session.device);
      const live = session.device !== null && device && device.state !== 'removed';
      const state = device?.state === 'suspended' ? 'suspended' : 'live';
      return {
        account,
        device: live ? { no: device.no, device: session.device ?? '', state } : null,
        began: null,
        confirmed: false,
        seenAt: at,
        expiresAt: at + 1e9,
      };
    },
    touch: async () => undefined,
    bind: async (tokenHash, no) => {
      const session = this.#sessions.get(hex(tokenHash));
      if (!session) return;
      session.device = [...this.account(session.account).devices].find(([, one]) => one.no === no)?.[0] ?? null;
    },
    confirm: async () => undefined,
    end: async (tokenHash) => void this.#sessions.delete(hex(tokenHash)),
    endOthers: async (account, except) => {
      const mine = this.#sessions.get(hex(except));
      this.#endSessions((session) => session.account === account && session !== mine);
    },
    endAll: never,
    endOfOneDevice: never,
    removeExpired: async () => 0,
  };

  #endSessions(of: (session: { account: AccountNo; device: string | null }) => boolean): void {
    for (const [key, session] of this.#sessions) if (of(session)) this.#sessions.delete(key);
  }

  readonly certificates: CertificateStore = { add: never, bySerial: never, of: never, revoke: never };
  readonly push: PushStore = { put: never, remove: never, of: never, accounts: never };
  readonly sshKeys: SshKeyStore = { add: never, of: never, remove: never, used: never };

  readonly keys: KeyStore = {
    chain: async (no, after, limit) => this.account(no).chain.slice(after, limit && after + limit),
    appendToChain: async (append) => {
      const account = this.account(append.account);
      if (account.chain.length !== append.entry.number - 1) return 'chain_moved';
      if (append.vault && append.vault.version !== account.vault.version + 1) return 'vault_moved';
      this.#apply(append);
      return 'stored';
    },
    devices: async (no) =>
      [...this.account(no).devices].map(([device, one]) => ({ ...one, device, addedAt: 0, seenAt: Number.MAX_VALUE })),
    setDeviceState: never,
    accountKeys: async (no, device, first, last) =>
      this.account(no)
        .keys.filter(({ generation }) => generation >= first && generation <= last)
        .map(({ generation, seeds, link }) => ({
          generation,
          link,
          seeds: seeds.filter(({ recipient }) => recipient === 'vault' || recipient === device),
        })),
    vault: async (no) => this.account(no).vault,
    opaqueRecord: async (no) => this.account(no).record,
    replacePassword: async (no, record, vault) => {
      const account = this.account(no);
      if (account.vault.version !== vault.version - 1) return 'vault_moved';
      Object.assign(account, { record, vault });
      return 'stored';
    },
    replaceRecovery: async (no, version, recoveryWrap, recoveryKey) => {
      const account = this.account(no);
      if (account.vault.version !== version) return 'vault_moved';
      account.vault = { ...account.vault, recoveryWrap, recoveryKey };
      return 'stored';
    },
    reset: async ({ tokenHash, append, record, vault }) => {
      const account = this.account(append.account);
      if (this.#links.get(hex(tokenHash)) !== append.account) return 'link_spent';
      if (account.chain.length !== append.entry.number - 1) return 'chain_moved';
      this.#links.delete(hex(tokenHash));
      account.keys = [];
      this.#apply({ ...append, passEpochs: true });
      this.#endSessions((session) => session.account === append.account);
      Object.assign(account, { record, vault });
      return { device: account.devices.get(append.addDevice?.device ?? '')?.no ?? 0 };
    },
  };

  #apply(append: ChainAppend): void {
    const account = this.account(append.account);
    account.chain.push({ ...append.entry, at: append.at });
    if (append.accountKey) {
      account.keys.push(append.accountKey);
      this.everSealed.push({ account: append.account, key: append.accountKey });
    }
    for (const id of append.removeDevices) {
      const device = account.devices.get(id);
      if (device) device.state = 'removed';
      this.#endSessions((session) => session.account === append.account && session.device === id);
    }
    if (append.removeDevices.length > 0 || append.passEpochs) account.lastRemoval = append.entry.number;
    if (append.passEpochs) {
      for (const log of this.logs) if (log.members.includes(append.account)) log.epochPassed = true;
    }
    if (append.vault) account.vault = append.vault;
    const added = append.addDevice;
    if (!added) return;
    account.devices.set(added.device, { no: ++this.#deviceNo, label: added.label, state: 'live' });
    const session = append.session && this.#sessions.get(hex(append.session));
    if (session) session.device = added.device;
  }

  readonly links: LinkStore = {
    open: never,
    revoke: never,
    create: async ({ tokenHash, account }) => void this.#links.set(hex(tokenHash), account),
    find: async (_kind, tokenHash) => {
      const account = this.#links.get(hex(tokenHash));
      return account === undefined ? undefined : { account };
    },
  };

  readonly conversations: ConversationStore = {
    forMember: async (conversation, no) => {
      const log = this.logs.find((one) => one.conversation === conversation && one.members.includes(no));
      return log && this.#own(log);
    },
    pageForMember: never,
    countOf: async () => this.logs.length,
    logsOf: async (no) =>
      this.logs
        .filter(({ members }) => members.includes(no))
        .map(({ log, conversation, kind, entries }) => ({ log, conversation, kind, seq: entries.length, cleared: 0 })),
    members: async (conversation) => {
      const log = this.logs.find((one) => one.conversation === conversation);
      return log && { log: log.log, sealed: true, kind: log.kind, members: log.members, deserted: false };
    },
    createDirect: async ({ conversation, starter, other }) => this.addLog(conversation, 'direct', [starter, other]),
    deviceCursors: never,
    moveCursor: never,
    hide: never,
    clear: async () => undefined,
  };

  #own({ log, conversation, kind, members, entries, epochs, epochPassed }: Log): OwnConversation {
    const newest = entries.at(-1);
    const epoch = epochs.at(-1);
    return {
      log,
      conversation,
      kind,
      sealed: true,
      room: null,
      machine: null,
      contact: null,
      createdAt: 1,
      cleared: 0,
      hidden: [],
      unread: 0,
      members: members.map((no) => {
        const account = this.account(no);
        return { account, role: 'member', delivered: 0, read: 0, chainNumber: account.chain.length };
      }),
      head: {
        seq: entries.length,
        chain: newest?.chain ?? LOG_GENESIS,
        at: newest?.at ?? 1,
        epochPassed,
        epoch: epoch?.number ?? 0,
        epochHash: epoch ? sha256(epoch.record) : null,
      },
    };
  }

  readonly log: LogStore = {
    append: async (draft) => {
      const log = this.log_(draft.log);
      const { entries, epochs, epochPassed } = log;
      const device = this.#deviceId(draft.account, draft.device);
      const id = hex(draft.messageId);
      const stored = entries.find((entry) => entry.messageId === id && entry.device === device);
      if (stored) {
        const { seq, at, hash, chain } = stored;
        return { seq, at, hash, chain, repeated: true };
      }
      const newest = epochs.at(-1);
      const named = draft.epochHash && hex(draft.epochHash);
      if (!newest || epochPassed || named !== hex(sha256(newest.record))) return 'epoch_passed';
      const target = draft.empties && 'seq' in draft.empties ? entries[draft.empties.seq - 1] : null;
      if (target !== null && (target?.kind !== 'message' || target.accountNo !== draft.account)) return 'forbidden';
      const { counts, payload, at, account } = draft;
      const { seq, hash, chain } = this.#push(log, {
        kind: 'message',
        account,
        device,
        counts,
        payload,
        at,
        messageId: id,
      });
      if (target) entries[target.seq - 1] = { ...target, payload: null };
      return { seq, at, hash, chain, repeated: false };
    },
    message: async (no, messageId) => this.log_(no).entries.find((entry) => entry.messageId === hex(messageId)),
    addEpoch: async ({ log: no, account, device, number, previous, heads, record, slots, at }) => {
      const log = this.log_(no);
      const newest = log.epochs.at(-1);
      const follows =
        number === (newest?.number ?? 0) + 1 && hexOrNull(previous) === (newest ? hex(sha256(newest.record)) : null);
      const fresh = heads.every((head) => head.number >= this.account(head.account).lastRemoval);
      if (!follows || !fresh) return 'epoch_passed';
      const deviceId = this.#deviceId(account, device);
      const entry = {
        kind: 'epoch',
        account,
        device: deviceId,
        counts: false,
        payload: record,
        at,
        messageId: null,
      } as const;
      const { seq } = this.#push(log, entry);
      log.epochs.push({
        number,
        seq,
        record,
        slots: new Map(slots.map((slot) => [slot.account, slot.sealed])),
        resealed: new Map(),
      });
      log.epochPassed = false;
      return { seq, at };
    },
    expire: async () => null,
    entries: async (no, page) => {
      const { entries } = this.log_(no);
      return 'after' in page
        ? entries.filter(({ seq }) => seq > page.after).slice(0, page.limit)
        : entries.filter(({ seq }) => seq < page.before).slice(-page.limit);
    },
    epochs: async (no, account, { after, limit }) =>
      this.log_(no)
        .epochs.filter(({ number }) => number > after)
        .slice(0, limit)
        .map(({ number, seq, record, slots, resealed }) => ({
          number,
          seq,
          record,
          sealed: slots.get(account) ?? null,
          resealed: resealed.get(account) ?? null,
        })),
    newestEpoch: async (no) => {
      const newest = this.log_(no).epochs.at(-1);
      return newest && { number: newest.number, record: newest.record, hash: sha256(newest.record) };
    },
  };

  readonly machines: MachineStore = {
    byName: never,
    list: never,
    page: never,
    identify: never,
    state: never,
    authenticate: never,
    seen: never,
    holder: never,
    addCode: never,
    addToken: never,
    tokens: never,
    revokeTokens: never,
    setDisabled: never,
    removeExpired: never,
  };

  readonly followers: FollowerStore = {
    one: never,
    page: never,
    followers: never,
    followedBy: never,
    set: never,
    follow: never,
    unfollow: never,
    begin: never,
    moveRead: never,
  };

  readonly alerts: AlertStore = {
    rules: never,
    addRule: never,
    removeRule: never,
    watchSealed: never,
    watched: async () => [],
    watchedOne: never,
    advance: never,
  };

  readonly contacts: ContactStore = {
    begin: never,
    append: never,
    byReading: never,
    opening: never,
    visited: never,
    giveUp: never,
    remove: never,
    due: async () => [],
    told: never,
  };

  readonly slots: SlotStore = {
    ask: async ({ log, number, account }) => {
      const epoch = this.log_(log).epochs[number - 1];
      if (!epoch?.slots.has(account)) return false;
      epoch.resealed.set(account, null);
      return true;
    },
    asked: async (no) =>
      this.logs.flatMap(({ conversation, epochs }) =>
        epochs
          .filter(({ slots }) => slots.has(no))
          .flatMap(({ number, resealed }) =>
            [...resealed].flatMap(([account, slot]) =>
              slot ? [] : [{ conversation, number, account: this.account(account).account ?? '' }],
            ),
          ),
      ),
    put: async ({ log, number, account, by, generation, sealed }) => {
      const epoch = this.log_(log).epochs[number - 1];
      if (!epoch?.slots.has(by) || epoch.resealed.get(account) !== null) return false;
      epoch.resealed.set(account, { generation, sealed });
      return true;
    },
  };

  #push(
    log: Log,
    given: Pick<StoredEntry, 'kind' | 'device' | 'counts' | 'payload' | 'at'> & {
      account: AccountNo;
      messageId: string | null;
    },
  ) {
    const { account: accountNo, ...entry } = given;
    const hash = sha256(given.payload ?? new Uint8Array());
    const seq = log.entries.length + 1;
    const chain = sha256(logLink(log.entries.at(-1)?.chain ?? LOG_GENESIS, seq, hash));
    const pushed = { ...entry, seq, accountNo, account: this.account(accountNo).account ?? '', hash, chain };
    log.entries.push(pushed);
    return pushed;
  }

  #deviceId(account: AccountNo, no: number | null): string | null {
    return [...this.account(account).devices].find(([, one]) => one.no === no)?.[0] ?? null;
  }

  readonly threads = {} as Store['threads'];
  readonly comments = {} as Store['comments'];
  readonly rooms = { all: async () => [] } as unknown as Store['rooms'];
  readonly switches = {
    all: async () => new Map([['registration', true]] as const),
    set: never,
  } as unknown as Store['switches'];
  readonly settings = { all: async () => new Map(), set: never };
  readonly people = {} as Store['people'];
  readonly audit = { add: never, entries: async () => [], entriesBefore: async () => [], latest: async () => null };
  readonly ping = async (): Promise<void> => undefined;
  readonly close = async (): Promise<void> => undefined;
}

const hexOrNull = (bytes: Uint8Array | null): string | null => bytes && hex(bytes);
