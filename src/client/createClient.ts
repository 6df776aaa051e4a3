import { setProfile, listDevices } from '../protocol/api/account.ts';
import { listCertificates, revokeCertificate } from '../protocol/api/certificates.ts';
import { createRoom, joinRoom, leaveRoom, listOnline, listRooms } from '../protocol/api/rooms.ts';
import { getInstance } from '../protocol/api/instance.ts';
import type { Conversation } from '../protocol/api/conversations.ts';
import { PROTOCOL } from '../protocol/version.ts';
import { limits } from '../protocol/limits.ts';
import type { Client, ClientState, Outcome, Registration } from './api.ts';
import { createCompletion } from './account/complete.ts';
import { currentAccount, keylessAccount, setCurrent } from './account/current.ts';
import { becomeDevice } from './account/login.ts';
import { type LoginResult, OwnAccount } from './account/own.ts';
import { register, reset } from './account/register.ts';
import {
  type UnconfirmedCode,
  changePassword,
  endEverywhere,
  endHere,
  newCode,
  removeDevice,
  setPassword,
} from './account/settings.ts';
import { type OpenVault, openByPassword, openByRecoveryCode } from './account/vaultAccess.ts';
import { sizeOf } from './conversations/pieces.ts';
import { Linking } from './linking.ts';
import { LoggedIn } from './loggedIn.ts';
import { sshKeyCalls } from './account/sshKeys.ts';
import { Failed, attempt } from './outcome.ts';
import type { Platform } from './ports.ts';
import { Refused, Server } from './server.ts';

const RETRY = 3000;

/** The headless client of one server on one device. */
export function createClient(platform: Platform): Client {
  const server = new Server(platform.http);
  const deps = { server, random: platform.random, deviceLabel: platform.deviceLabel };
  const complete = createCompletion(deps);
  const listeners = new Set<(state: ClientState) => void>();
  let phase: Exclude<ClientState['phase'], 'outdated'> = 'starting';
  /** Whatever else goes on: it holds until this client is replaced. */
  let outdated = false;
  let ended: ClientState['ended'] = null;
  let instance: ClientState['server'] = null;
  let account: LoggedIn | null = null;
  let keyless: string | null = null;
  let unconfirmed: UnconfirmedCode | null = null;
  let dirty = false;
  let closed = false;

  const state = (): ClientState => {
    const inbox = account?.inbox() ?? [];
    return {
      phase: outdated && phase !== 'starting' ? 'outdated' : phase,
      ended,
      keyless,
      connection: account?.connected ?? (instance ? 'online' : 'connecting'),
      server: instance,
      self: account?.own.self ?? null,
      device: account?.own.deviceId ?? null,
      inbox,
      rooms: account?.rooms() ?? [],
      unread: inbox.reduce((sum, { unread }) => sum + unread, 0),
      presence: account?.presence ?? null,
      loading: account?.history.progress ?? null,
      caughtUp: account?.caughtUp ?? false,
      alarms: account?.people.alarms() ?? [],
      linking: linking.view,
    };
  };

  const changed = () => {
    if (dirty) return;
    dirty = true;
    queueMicrotask(() => {
      dirty = false;
      const now = state();
      for (const listener of listeners) listener(now);
    });
  };

  const storageName = (of: { instance: string; account: string }) => `${of.instance}.${of.account}`;

  async function greet(): Promise<void> {
    try {
      const { registration, encryption, protocol } = await server.call(getInstance);
      instance = { registration, encryption };
      if (protocol.oldest > PROTOCOL) outdated = true;
      changed();
    } catch {
      if (!closed) platform.clock.after(RETRY, () => void greet());
    }
  }

  async function start(): Promise<void> {
    void greet();
    const current = await currentAccount(platform.storages, server);
    if (current) await run(current.own, current.storage);
    else {
      keyless = await keylessAccount(platform.storages);
      phase = 'out';
    }
    changed();
  }

  async function run(own: OwnAccount, storage: Awaited<ReturnType<Platform['storages']['open']>>): Promise<void> {
    account?.close();
    const next = new LoggedIn({ platform, server, storage, own, changed, ended: (why) => void end(why, next) });
    await next.load();
    account = next;
    phase = 'in';
    ended = null;
    keyless = null;
    next.open();
    changed();
  }

  async function end(why: 'removed' | 'expired' | 'outdated', of: LoggedIn): Promise<void> {
    if (account !== of) return;
    if (why === 'outdated') {
      outdated = true;
      return changed();
    }
    ended = why;
    await leave(of, why === 'removed');
  }

  /** @param forget whether what the device has stored goes, too */
  async function leave(of: LoggedIn, forget: boolean): Promise<void> {
    of.close();
    account = null;
    phase = 'out';
    await setCurrent(platform.storages, null);
    if (forget) await platform.storages.destroy(storageName({ instance: of.own.instance, account: of.own.account }));
    changed();
  }

  const need = (): LoggedIn => {
    if (!account) throw new Refused('unauthenticated');
    return account;
  };

  /** The person's own going: what the server says of the removed device on the socket is no news. */
  async function goodbye(end: (own: OwnAccount) => Promise<void>): Promise<void> {
    const leaving = need();
    leaving.close();
    try {
      await end(leaving.own);
    } catch (error) {
      leaving.open();
      throw error;
    }
    await leave(leaving, true);
  }

  async function enter(login: LoginResult): Promise<void> {
    const name = storageName({ instance: login.instance, account: login.self.account });
    const storage = await platform.storages.open(name);
    const own = await OwnAccount.keep(storage, server, login);
    await setCurrent(platform.storages, name);
    await run(own, storage);
  }

  async function enterWith(vault: OpenVault): Promise<void> {
    const name = storageName({ instance: vault.instance, account: vault.answer.self.account });
    const stored = await OwnAccount.load(await platform.storages.open(name), server).catch(() => null);
    await enter(await becomeDevice(deps, vault, stored?.held ?? null));
  }

  const linking = new Linking({ server, platform, own: () => need().own, entered: enter, changed });

  const act = (run: () => Promise<void>): Promise<Outcome> =>
    attempt(async () => {
      await run();
      return {};
    });

  const watchers = {
    watch: (listener: (now: ClientState) => void) => {
      listeners.add(listener);
      listener(state());
      return () => void listeners.delete(listener);
    },
    watchConversation: (conversation: string, listener: Parameters<Client['watchConversation']>[1]) =>
      account?.windows.watch(conversation, listener) ?? (() => undefined),
    showOlder: async (conversation: string) => account?.windows.showOlder(conversation),
    showItem: async (conversation: string, key: string) =>
      (await account?.windows.showItem(conversation, key)) ?? false,
  };

  const gate = {
    register: (registration: Registration) =>
      attempt(async () => {
        const { login, recoveryCode } = await register(deps, registration);
        if (login) await enter(login);
        else ended = 'approval';
        changed();
        return { recoveryCode };
      }),
    completeAccount: ({ password }: { password: string | null }) =>
      attempt(async () => {
        if (keyless === null) throw new Refused('unauthenticated');
        const { login, recoveryCode } = await complete({ username: keyless, password });
        await enter(login);
        return { recoveryCode };
      }),
    login: (username: string, password: string) =>
      act(async () => enterWith(await openByPassword(server, username.trim().toLowerCase(), password))),
    recover: (username: string, recoveryCode: string, newPassword: string) =>
      act(async () => {
        const vault = await openByRecoveryCode(server, username.trim().toLowerCase(), recoveryCode);
        await setPassword(deps, vault, newPassword);
        await enterWith(vault);
      }),
    reset: (token: string, password: string) =>
      attempt(async () => {
        const { login, recoveryCode } = await reset(deps, token, password);
        await enter(login);
        return { recoveryCode };
      }),
    logout: () => act(() => goodbye((own) => endHere(server, own))),
  };

  const talk = {
    startDirect: (username: string) => attempt(async () => ({ conversation: await need().startDirect(username) })),
    send: (conversation: string, text: string, replyTo?: string) =>
      act(async () => {
        const most = need().table.get(conversation)?.sealed === false ? limits.messageText : limits.longText;
        if (sizeOf(text) > most) throw new Failed('too_large');
        await need().send(conversation, text, replyTo);
      }),
    retry: (conversation: string, key: string) => act(() => need().outbox.retry(conversation, key)),
    discard: (conversation: string, key: string) => act(() => need().outbox.discard(conversation, key)),
    deleteMessage: (conversation: string, key: string, scope: 'everyone' | 'me') =>
      act(() => need().deletions.message(conversation, key, scope)),
    deleteConversation: (conversation: string, scope: 'everyone' | 'me') =>
      act(() => need().deletions.conversation(conversation, scope)),
    markRead: (conversation: string) => act(() => need().markRead(conversation)),
    verifyIdentity: (person: string) => act(() => need().verifyIdentity(person)),
    acceptIdentity: (person: string) => act(() => need().acceptIdentity(person)),
    agreeToClear: (conversation: string) => act(() => need().agreeToClear(conversation)),
    dismissAlarm: (id: string) => act(() => need().dismissAlarm(id)),
  };

  const enterRoom = async (room: string, answer: Promise<Conversation>) => {
    const served = await answer;
    const { conversation } = served;
    // What is said there next is not for anybody else.
    if (served.room !== room.trim().toLowerCase()) throw new Failed('keys_do_not_match');
    await need().table.alone(conversation, () => need().table.merge(served));
    return { conversation };
  };
  const rooms = {
    rooms: () => attempt(() => server.call(listRooms)),
    createRoom: (room: string) => attempt(() => enterRoom(room, server.call(createRoom, { body: { room } }))),
    joinRoom: (room: string) => attempt(() => enterRoom(room, server.call(joinRoom, { params: { room } }))),
    leaveRoom: (room: string) =>
      act(async () => {
        await server.call(leaveRoom, { params: { room } });
        const left = need()
          .table.all()
          .find((record) => record.room === room);
        if (left) await need().table.alone(left.conversation, () => need().table.drop(left.conversation));
      }),
    online: (room: string, after?: string) =>
      attempt(() => server.call(listOnline, { params: { room }, query: after === undefined ? {} : { after } })),
  };

  const settings = {
    setDisplayName: (displayName: string) =>
      act(async () =>
        need()
          .own.rename(await server.call(setProfile, { body: { displayName } }))
          .then(changed),
      ),
    devices: () => attempt(async () => server.call(listDevices)),
    removeDevice: (device: string, password: string) =>
      act(async () => {
        const here = need();
        await removeDevice(deps, here.own, device, password);
        await here.renewEpochs();
      }),
    certificates: () => attempt(() => server.call(listCertificates)),
    revokeCertificate: (serial: string) => act(() => server.call(revokeCertificate, { params: { serial } })),
    ...sshKeyCalls(server),
    logoutEverywhere: (password: string) => act(() => goodbye((own) => endEverywhere(deps, own, password))),
    changePassword: (password: string, newPassword: string) =>
      act(() => changePassword(deps, need().own.self.username, password, newPassword)),
    newRecoveryCode: (password: string) =>
      attempt(async () => {
        unconfirmed = await newCode(deps, need().own.self.username, password);
        return { recoveryCode: unconfirmed.recoveryCode };
      }),
    confirmRecoveryCode: () =>
      act(async () => {
        await unconfirmed?.confirm();
        unconfirmed = null;
      }),
  };

  void start();
  return {
    ...watchers,
    ...gate,
    ...linking.calls,
    ...talk,
    ...rooms,
    ...settings,
    hurry: () => account?.hurry(),
    close: () => {
      closed = true;
      void linking.calls.cancelLinking();
      account?.close();
    },
  };
}
