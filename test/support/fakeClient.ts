import type { StoredHere } from '../../src/client/storing.ts';
import type {
  Client,
  ClientState,
  ConversationView,
  Item,
  KeptDraft,
  LinkingView,
  NotifyLevel,
  Outcome,
  PersonPage,
  QuietHours,
  RecordPage,
  SearchQuery,
  SearchView,
  Version,
} from '../../src/client/api.ts';
import type { RecordFilter, RuleCondition, StreamRecord } from '../../src/protocol/api/streams.ts';
import type { CommentState, OwnThread, Site } from '../../src/protocol/api/threads.ts';
import type { Verdict } from '../../src/client/reviewing.ts';
import { FakeAdministration } from './gallery/administration.ts';
import type { SettingState, SwitchState } from '../../src/protocol/api/adminSwitches.ts';
import { settingStates, switchStates } from './gallery/switching.ts';
import { blocks, commentsOf, counts, sites, threads } from './gallery/comments.ts';
import { certificates, conversationViews, devices, people, rowOf, self, sshKeys } from './gallery/people.ts';
import { reacted, versionsOf } from './gallery/amending.ts';
import { online, rooms } from './gallery/rooms.ts';
import { foundIn } from './gallery/search.ts';
import { countsOf, followers, recordsOf, rules, searchOf, streams } from './gallery/streams.ts';

export const CODE = 'N5JX-B4PM-SJHC-2KB7-X3T1-TZC5-ZG0K-9YFD-ARWC-19AV-9BPP-YRJR-79T2-KDRH';

type Views = Map<string, ConversationView>;

/** A device that waits to be let in. */
export const waiting: LinkingView = {
  code: '7KQ2-M9XD',
  link: `/link#7KQ2M9XD.${'q'.repeat(42)}A.${'z'.repeat(42)}A`,
  username: null,
  number: null,
  confirmed: false,
  failure: null,
};

/** A client without a server, for pictures of the pages and for checks of their keys and names. */
export class FakeClient extends FakeAdministration implements Client {
  #state: ClientState;
  #views: Views;
  #watchers = new Set<(state: ClientState) => void>();
  #viewers = new Map<string, Set<(view: ConversationView) => void>>();
  #judged = new Set<string>();

  constructor(start: Partial<ClientState> = {}, failing: Record<string, Outcome & { ok: false }> = {}) {
    super(failing);
    this.#views = new Map(
      conversationViews().map((view) => [view.conversation, { ...view, window: view.conversation }]),
    );
    this.#state = {
      phase: 'in',
      ended: null,
      keyless: null,
      connection: 'online',
      server: { registration: true, encryption: true, messageDays: null },
      self,
      device: 'd1',
      inbox: newestFirst([...this.#views.values()].map(rowOf)),
      rooms: [],
      streams: streams(),
      unread: 0,
      presence: { people: 128, online: 17 },
      loading: null,
      caughtUp: true,
      alarms: [],
      quietHours: null,
      blocked: [],
      linking: null,
      ...start,
    };
    this.#recount();
  }

  watch(listener: (state: ClientState) => void): () => void {
    this.#watchers.add(listener);
    listener(structuredClone(this.#state));
    return () => this.#watchers.delete(listener);
  }

  watchConversation(conversation: string, listener: (view: ConversationView) => void): () => void {
    const view = this.#views.get(conversation);
    // As the client does: what is not there when it is asked for is not answered later either.
    if (!view) return () => {};
    const viewers = this.#viewers.get(conversation) ?? new Set();
    this.#viewers.set(conversation, viewers.add(listener));
    listener(structuredClone(view));
    return () => viewers.delete(listener);
  }

  watchOnline(conversation: string, listener: (online: boolean) => void): () => void {
    listener(conversation === 'with-bram');
    return () => {};
  }

  /** Since when messages can be found; null: always. */
  searchable: number | null = null;

  watchSearch(query: SearchQuery, most: number, listener: (view: SearchView) => void): () => void {
    let ended = false;
    void foundIn([...this.#views.values()], query, most, this.searchable).then((view) => {
      if (!ended) listener(structuredClone(view));
    });
    return () => {
      ended = true;
    };
  }

  fetchRest = async (): Promise<Outcome> => this.answer('fetchRest', {});
  searchStorage = async () => this.answer('searchStorage', { keeping: true, bytes: 5_240_000 });
  setKeeping = async (): Promise<Outcome> => this.answer('setKeeping', {});

  /** What a test lets happen. */
  set(change: Partial<ClientState>): void {
    this.#state = { ...this.#state, ...change };
    for (const watcher of this.#watchers) watcher(structuredClone(this.#state));
  }

  setView(conversation: string, change: (view: ConversationView) => Partial<ConversationView>): void {
    const view = this.#views.get(conversation);
    if (!view) return;
    const next = { ...view, ...change(view) };
    this.#views.set(conversation, next);
    for (const viewer of this.#viewers.get(conversation) ?? []) viewer(structuredClone(next));
    const others = this.#state.inbox.filter((row) => row.conversation !== conversation);
    this.#state = { ...this.#state, inbox: newestFirst([rowOf(next), ...others]) };
    this.#recount();
  }

  /** Under the name `conversation` there is from now on what there is under `like`. */
  arrive(conversation: string, like: string): void {
    const view = this.#views.get(like);
    if (!view) return;
    this.#views.set(conversation, { ...view, conversation, window: conversation });
    this.setView(conversation, () => ({}));
  }

  receive(conversation: string, text: string): void {
    this.setView(conversation, (view) => ({
      items: [...view.items, textItem(view.with, false, text)],
      unread: view.unread + 1,
    }));
  }

  growStream(machine: string, by: number): void {
    const { streams: before } = this.#state;
    this.set({ streams: before.map((one) => (one.machine === machine ? { ...one, head: one.head + by } : one)) });
  }

  #recount(): void {
    const counted = this.#state.inbox.filter(({ notify }) => notify !== 'none');
    this.set({ unread: counted.reduce((sum, row) => sum + row.unread, 0) });
  }

  streams = () => this.answer('streams', { streams: this.#state.streams });
  records = (machine: string, page: RecordPage = {}) => this.answer('records', recordsOf(machine, page));
  openRecord = (_machine: string, { message, at }: StreamRecord) =>
    this.answer('openRecord', { text: message, sentAt: at });
  findRecord = () => this.answer('findRecord', { seq: 1 });
  searchRecords = (machine: string, filter: RecordFilter, page?: RecordPage) =>
    this.answer('searchRecords', searchOf(machine, filter, page));
  countRecords = (machine: string, span: { from: number; to: number; spans: number }) =>
    this.answer('countRecords', countsOf(machine, span));
  markStreamRead = () => this.answer('markStreamRead', {});
  followStream = () => this.answer('followStream', {});
  unfollowStream = () => this.answer('unfollowStream', {});
  followers = () => this.answer('followers', { followers: followers(), next: null });
  setFollowers = () => this.answer('setFollowers', {});
  rules = () => this.answer('rules', { rules: rules() });
  addRule = (_machine: string, condition: RuleCondition) =>
    this.answer('addRule', { rule: 'r'.repeat(22), condition, createdAt: 0 });
  removeRule = () => this.answer('removeRule', {});

  threads = () => this.answer('threads', { threads: threads(), next: null, on: true });
  createThread = () => this.answer('createThread', threads()[0] as OwnThread);
  changeThread = () => this.answer('changeThread', threads()[0] as OwnThread);
  removeThread = () => this.answer('removeThread', {});
  sites = () => this.answer('sites', { sites: sites() });
  putSite = () => this.answer('putSite', sites()[0] as Site);
  removeSite = () => this.answer('removeSite', {});
  comments = (state: CommentState, page: { thread?: string } = {}) =>
    this.answer('comments', {
      comments: commentsOf(state, page.thread).filter(({ comment }) => !this.#judged.has(comment)),
      next: null,
      counts,
    });
  judgeComments = (judged: readonly string[], verdict: Verdict) => {
    for (const comment of judged) {
      if (verdict === 'pending') this.#judged.delete(comment);
      else this.#judged.add(comment);
    }
    return this.answer('judgeComments', counts);
  };
  blocks = () => this.answer('blocks', { blocks: blocks() });
  addBlock = () => this.answer('addBlock', {});
  removeBlock = () => this.answer('removeBlock', {});
  listSwitches = () => this.answer('listSwitches', { switches: switchStates() });
  turnSwitch = () => this.answer('turnSwitch', switchStates()[0] as SwitchState);
  listSettings = () => this.answer('listSettings', { settings: settingStates() });
  setSetting = () => this.answer('setSetting', settingStates()[0] as SettingState);

  hurry(): void {}
  askServer(): void {}
  close(): void {}

  async startLinking() {
    const answer = await this.answer('startLinking', {});
    if (answer.ok) this.set({ linking: waiting });
    return answer;
  }

  async confirmLinking() {
    const { linking } = this.#state;
    this.set({ linking: linking && { ...linking, confirmed: true } });
    return this.answer('confirmLinking', {});
  }

  async cancelLinking() {
    this.set({ linking: null });
    return this.answer('cancelLinking', {});
  }

  /** What a test lets the other device do. */
  changeLinking(change: Partial<LinkingView>): void {
    this.set({ linking: { ...waiting, username: 'amara', ...change } });
  }

  findLinking(codeOrLink: string) {
    const number = codeOrLink.includes('.') ? null : '737183419';
    return this.answer('findLinking', { label: 'Firefox on Linux', number });
  }

  grantLinking() {
    return this.answer('grantLinking', {});
  }

  /** The fake's windows stand at the end, and are named as what they look at. */
  async showOlder(conversation: string): Promise<boolean> {
    await this.answer('showOlder', {});
    this.setView(conversation, (view) => ({ older: false, items: [...older(view), ...view.items] }));
    return true;
  }

  async showNewer(): Promise<void> {}
  async showLatest(): Promise<void> {}

  async showItem(conversation: string, key: string): Promise<boolean> {
    return this.#views.get(conversation)?.items.some((item) => item.key === key) ?? false;
  }

  async register(): Promise<Outcome<{ recoveryCode: string }>> {
    const outcome = await this.answer('register', { recoveryCode: CODE });
    if (outcome.ok) this.set({ phase: 'in', self });
    return outcome;
  }

  async login(): Promise<Outcome> {
    const outcome = await this.answer('login', {});
    if (outcome.ok) this.set({ phase: 'in', self, ended: null });
    return outcome;
  }

  recover = (): Promise<Outcome> => this.answer('recover', {});
  completeAccount = (): Promise<Outcome<{ recoveryCode: string }>> =>
    this.answer('completeAccount', { recoveryCode: CODE });
  reset = (): Promise<Outcome<{ recoveryCode: string }>> => this.answer('reset', { recoveryCode: CODE });

  async logout(): Promise<Outcome> {
    const outcome = await this.answer('logout', {});
    if (outcome.ok) this.set({ phase: 'out', self: null });
    return outcome;
  }

  person = (username: string) => {
    const person = Object.values(people).find((one) => one.username === username) ?? people.bram;
    const page: PersonPage = {
      person,
      isSelf: username === self.username,
      devices: 3,
      deviceCame: person.username === 'bram' ? Date.now() - 4 * 24 * 3_600_000 : null,
      sealed: this.#state.server?.encryption ?? true,
      waiting: null,
      verification: null,
      safetyNumber: '324819071255830119476021873395844021957346628900312775461189',
    };
    return this.answer('person', { page });
  };

  async startDirect(username: string): Promise<Outcome<{ conversation: string }>> {
    const found = this.#state.inbox.find((row) => row.with.username === username.toLowerCase());
    const outcome = await this.answer('startDirect', { conversation: found?.conversation ?? '' });
    return outcome.ok && !found ? { ok: false, code: 'not_found' } : outcome;
  }

  async send(conversation: string, text: string, replyTo?: string): Promise<Outcome> {
    const outcome = await this.answer('send', {});
    if (!outcome.ok) return outcome;
    this.setView(conversation, (view) => ({
      items: [...view.items, { ...textItem(people.amara, true, text), reply: replyOf(view, replyTo) }],
    }));
    return outcome;
  }

  retry = (): Promise<Outcome> => this.answer('retry', {});

  discard(conversation: string, key: string): Promise<Outcome> {
    this.setView(conversation, (view) => ({ items: view.items.filter((item) => item.key !== key) }));
    return this.answer('discard', {});
  }

  async edit(conversation: string, key: string, text: string): Promise<Outcome> {
    const outcome = await this.answer('edit', {});
    if (!outcome.ok) return outcome;
    this.#changeItem(conversation, key, () => ({ body: { type: 'text', text, edited: true } }));
    return { ok: true };
  }

  async react(conversation: string, key: string, emoji: string, on: boolean): Promise<Outcome> {
    const outcome = await this.answer('react', {});
    if (!outcome.ok) return outcome;
    this.#changeItem(conversation, key, ({ reactions }) => ({ reactions: reacted(reactions, emoji, on) }));
    return { ok: true };
  }

  async versions(conversation: string, key: string): Promise<Outcome<{ versions: Version[] }>> {
    const item = this.#views.get(conversation)?.items.find((one) => one.key === key);
    return this.answer('versions', { versions: item ? versionsOf(item) : [] });
  }

  #changeItem(conversation: string, key: string, change: (item: Item) => Partial<Item>): void {
    this.setView(conversation, ({ items }) => ({
      items: items.map((item) => (item.key === key ? { ...item, ...change(item) } : item)),
    }));
  }

  async deleteMessage(conversation: string, key: string, scope: 'everyone' | 'me'): Promise<Outcome> {
    const outcome = await this.answer('deleteMessage', {});
    if (!outcome.ok) return outcome;
    this.setView(conversation, ({ items }) => ({
      items:
        scope === 'me'
          ? items.filter((item) => item.key !== key)
          : items.map((item) => (item.key === key ? { ...item, body: { type: 'deleted' } } : item)),
    }));
    return outcome;
  }

  async deleteConversation(conversation: string): Promise<Outcome> {
    const outcome = await this.answer('deleteConversation', {});
    if (outcome.ok) this.set({ inbox: this.#state.inbox.filter((row) => row.conversation !== conversation) });
    return outcome;
  }

  stored = (): Promise<Outcome<StoredHere>> => this.answer('stored', { entries: 12_480, old: 9_310 });

  letGo = (): Promise<Outcome<{ messages: number }>> => this.answer('letGo', { messages: 931 });

  completeConversation(): Promise<Outcome> {
    return this.answer('completeConversation', {});
  }

  exportConversation(conversation: string): Promise<Outcome<{ items: Item[]; next: number | null }>> {
    const items = [...(this.#views.get(conversation)?.items ?? [])];
    return this.answer('exportConversation', { items, next: null });
  }

  markRead(conversation: string, through?: number): Promise<Outcome> {
    this.setView(conversation, ({ items, unread, marked }) => {
      if (through === undefined) return { unread: 0, marked: false };
      const after = items.filter(({ seq, mine }) => (seq ?? 0) > through && !mine).length;
      return { unread: Math.min(unread, after), marked };
    });
    return this.answer('markRead', {});
  }

  setNotify(conversation: string, notify: NotifyLevel, notifyUntil: number | null): Promise<Outcome> {
    this.setView(conversation, () => ({ notify, notifyUntil }));
    return this.answer('setNotify', {});
  }

  keepDraft(conversation: string, draft: KeptDraft): Promise<Outcome> {
    this.setView(conversation, () => ({ draft: { ...draft, place: null } }));
    return this.answer('keepDraft', {});
  }

  async markUnread(conversation: string): Promise<Outcome> {
    this.setView(conversation, () => ({ marked: true }));
    return this.answer('markUnread', {});
  }

  setBlocked(account: string, blocked: boolean): Promise<Outcome> {
    const about = [...this.#views.values()].find((view) => view.with.account === account);
    const others = this.#state.blocked.filter((person) => person.account !== account);
    if (about) this.setView(about.conversation, () => ({ blocked, stranger: false }));
    this.set({
      blocked: about && blocked ? [...others, { ...about.with, conversations: [about.conversation] }] : others,
    });
    return this.answer('setBlocked', {});
  }

  setQuietHours(quietHours: QuietHours | null): Promise<Outcome> {
    this.set({ quietHours });
    return this.answer('setQuietHours', {});
  }

  rooms = () => this.answer('rooms', { rooms: rooms() });
  createRoom = () => this.answer('createRoom', { conversation: 'room-lobby' });
  joinRoom = () => this.answer('joinRoom', { conversation: 'room-lobby' });
  leaveRoom = (): Promise<Outcome> => this.answer('leaveRoom', {});
  online = () => this.answer('online', { online: online(), more: false });

  agreeToClear = (): Promise<Outcome> => this.answer('agreeToClear', {});
  acceptIdentity = (): Promise<Outcome> => this.answer('acceptIdentity', {});
  verifyIdentity = (): Promise<Outcome> => this.answer('verifyIdentity', {});

  setLifetime = (): Promise<Outcome> => this.answer('setLifetime', {});
  dismissAlarm(id: string): Promise<Outcome> {
    this.set({ alarms: this.#state.alarms.filter((alarm) => alarm.id !== id) });
    return this.answer('dismissAlarm', {});
  }

  setDisplayName = (): Promise<Outcome> => this.answer('setDisplayName', {});
  push = () => this.answer('push', { key: null, endpoint: null });
  setPush = () => this.answer('setPush', {});
  removePush = () => this.answer('removePush', {});
  preferences = () => this.answer('preferences', { readReceipts: true, presence: false });
  setPreferences = () => this.answer('setPreferences', { readReceipts: true, presence: true });
  devices = () => this.answer('devices', { devices: devices() });
  removeDevice = (): Promise<Outcome> => this.answer('removeDevice', {});
  certificates = () => this.answer('certificates', { certificates: certificates() });
  revokeCertificate = (): Promise<Outcome> => this.answer('revokeCertificate', {});
  sshKeys = () => this.answer('sshKeys', { keys: sshKeys(), on: true });
  addSshKeys = () => this.answer('addSshKeys', { keys: sshKeys(), added: 1, refused: [] });
  removeSshKey = (): Promise<Outcome> => this.answer('removeSshKey', {});
  logoutEverywhere = (): Promise<Outcome> => this.answer('logoutEverywhere', {});
  removeAccount = (): Promise<Outcome> => this.answer('removeAccount', {});
  changePassword = (): Promise<Outcome> => this.answer('changePassword', {});
  newRecoveryCode = () => this.answer('newRecoveryCode', { recoveryCode: CODE });
  confirmRecoveryCode = (): Promise<Outcome> => this.answer('confirmRecoveryCode', {});
}

function textItem(author: Item['author'], mine: boolean, text: string): Item {
  return {
    key: crypto.randomUUID(),
    seq: mine ? null : 1000,
    mine,
    author,
    at: Date.now(),
    state: mine ? 'sending' : 'received',
    failure: null,
    body: { type: 'text', text, edited: false },
    reply: null,
    reactions: [],
    blocked: false,
    progress: null,
    gapBefore: false,
  };
}

function replyOf(view: ConversationView, key: string | undefined): Item['reply'] {
  const item = view.items.find((known) => known.key === key);
  if (!item || item.body.type !== 'text') return null;
  return { key: item.key, author: item.author, excerpt: item.body.text };
}

function older(view: ConversationView): Item[] {
  return Array.from({ length: 60 }, (_, index) => ({
    ...textItem(view.with, false, `Older message ${index + 1}`),
    key: `older-${index}`,
    at: (view.items[0]?.at ?? 0) - (61 - index) * 60_000,
  }));
}

function newestFirst<Row extends { at: number }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => b.at - a.at);
}
