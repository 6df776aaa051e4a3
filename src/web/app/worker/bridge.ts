import type { Client, ClientState, ConversationView, SearchQuery, SearchView } from '../../../client/api.ts';
import { type RowsPatch, patchOf, patched } from './rowsPatch.ts';

type Watching = 'watch' | 'watchConversation' | 'watchOnline' | 'watchSearch';
/** What a screen follows; null: the state. */
type Followed =
  | { readonly conversation: string; readonly opensAt: 'latest' | 'unread' | undefined }
  | { readonly query: SearchQuery; readonly most: number }
  | { readonly onlineIn: string }
  | null;
/** What is long, and mostly as it was. */
type Lists = Pick<ClientState, 'inbox' | 'rooms' | 'streams'>;
type ListPatches = { readonly [name in keyof Lists]: RowsPatch<Lists[name][number]> };
type Rest = Omit<ClientState, keyof Lists>;
type CallName = Exclude<keyof Client, Watching | 'close'>;

/** From a screen to the thread that the client runs in. */
export type ToClient =
  | { readonly type: 'call'; readonly id: number; readonly name: CallName; readonly args: readonly unknown[] }
  | { readonly type: 'watch'; readonly id: number; readonly of: Followed }
  | { readonly type: 'unwatch'; readonly id: number };

/** And back. `id` is that of the call or the watch. */
export type ToScreen =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'seen'; readonly id: number; readonly value: ConversationView | SearchView | boolean }
  /** The whole state, but of its lists what has changed since the one before. */
  | { readonly type: 'state'; readonly id: number; readonly state: Rest; readonly lists: ListPatches };

/** The half of a MessagePort that is needed, so that a worker's own port will do as well. */
export interface Port {
  postMessage(message: unknown): void;
}

const callNames = [
  'hurry',
  'askServer',
  'showOlder',
  'showNewer',
  'showLatest',
  'showItem',
  'register',
  'completeAccount',
  'login',
  'recover',
  'reset',
  'logout',
  'startLinking',
  'confirmLinking',
  'cancelLinking',
  'findLinking',
  'grantLinking',
  'person',
  'startDirect',
  'send',
  'retry',
  'discard',
  'edit',
  'react',
  'versions',
  'deleteMessage',
  'deleteConversation',
  'keepDraft',
  'markUnread',
  'setBlocked',
  'setNotify',
  'setQuietHours',
  'markRead',
  'completeConversation',
  'exportConversation',
  'fetchRest',
  'searchStorage',
  'setKeeping',
  'rooms',
  'createRoom',
  'joinRoom',
  'leaveRoom',
  'online',
  'streams',
  'records',
  'openRecord',
  'findRecord',
  'searchRecords',
  'countRecords',
  'markStreamRead',
  'followStream',
  'unfollowStream',
  'followers',
  'setFollowers',
  'rules',
  'addRule',
  'removeRule',
  'threads',
  'createThread',
  'changeThread',
  'removeThread',
  'sites',
  'putSite',
  'removeSite',
  'comments',
  'judgeComments',
  'blocks',
  'addBlock',
  'removeBlock',
  'overview',
  'people',
  'actOnPerson',
  'removePerson',
  'resetPerson',
  'personDevices',
  'logoutPerson',
  'links',
  'invite',
  'revokeLink',
  'machines',
  'enrolMachine',
  'actOnMachine',
  'revokeMachine',
  'allRooms',
  'removeRoom',
  'audit',
  'stored',
  'letGo',
  'listSwitches',
  'turnSwitch',
  'listSettings',
  'setSetting',
  'acceptIdentity',
  'verifyIdentity',
  'setLifetime',
  'dismissAlarm',
  'agreeToClear',
  'push',
  'setPush',
  'removePush',
  'setDisplayName',
  'preferences',
  'setPreferences',
  'devices',
  'removeDevice',
  'certificates',
  'revokeCertificate',
  'sshKeys',
  'addSshKeys',
  'removeSshKey',
  'logoutEverywhere',
  'removeAccount',
  'changePassword',
  'newRecoveryCode',
  'confirmRecoveryCode',
] as const satisfies readonly CallName[];

const noLists: Lists = { inbox: [], rooms: [], streams: [] };

const internal = { ok: false, code: 'internal' } as const;

/** Serves one screen. Answers what to do with its messages, and how to stop when it is gone. */
export function serve(client: Client, port: Port): { receive(message: ToClient): void; stop(): void } {
  const watches = new Map<number, () => void>();
  const post = (message: ToScreen): void => port.postMessage(message);
  const watchState = (id: number): (() => void) => {
    let before = noLists;
    return client.watch(({ inbox, rooms, streams, ...state }) => {
      const lists = {
        inbox: patchOf(before.inbox, inbox),
        rooms: patchOf(before.rooms, rooms),
        streams: patchOf(before.streams, streams),
      };
      post({ type: 'state', id, state, lists });
      before = { inbox, rooms, streams };
    });
  };
  const watch = (id: number, of: Followed): void => {
    const see = (value: ConversationView | SearchView | boolean): void => post({ type: 'seen', id, value });
    if (of === null) watches.set(id, watchState(id));
    else if ('query' in of) watches.set(id, client.watchSearch(of.query, of.most, see));
    else if ('onlineIn' in of) watches.set(id, client.watchOnline(of.onlineIn, see));
    else watches.set(id, client.watchConversation(of.conversation, see, of.opensAt));
  };
  const call = async (id: number, name: CallName, args: readonly unknown[]): Promise<void> => {
    const method = client[name] as (...values: unknown[]) => unknown;
    const value = await Promise.try(() => method.apply(client, [...args])).catch(() => internal);
    post({ type: 'answer', id, value });
  };
  return {
    receive(message) {
      if (message.type === 'watch') watch(message.id, message.of);
      else if (message.type === 'call') void call(message.id, message.name, message.args);
      else {
        watches.get(message.id)?.();
        watches.delete(message.id);
      }
    },
    stop() {
      for (const stop of watches.values()) stop();
      watches.clear();
    },
  };
}

/** The client as a screen sees it, at the other end of a port. Feed it what comes back. */
export function remoteClient(port: Port): { client: Client; receive(message: ToScreen): void } {
  let last = 0;
  const answers = new Map<number, (value: unknown) => void>();
  const listeners = new Map<number, (value: never) => void>();
  const known = new Map<number, Lists>();
  const post = (message: ToClient): void => port.postMessage(message);
  const call =
    (name: CallName) =>
    (...args: unknown[]): Promise<unknown> => {
      last += 1;
      const id = last;
      return new Promise((resolve) => {
        answers.set(id, resolve);
        post({ type: 'call', id, name, args });
      });
    };
  const watch = (of: Followed, listener: (value: never) => void): (() => void) => {
    last += 1;
    const id = last;
    listeners.set(id, listener);
    post({ type: 'watch', id, of });
    return () => {
      known.delete(id);
      if (listeners.delete(id)) post({ type: 'unwatch', id });
    };
  };
  const calls = Object.fromEntries(callNames.map((name) => [name, call(name)])) as unknown as Pick<
    Client,
    // None may be missing: the type of what is answered says so.
    (typeof callNames)[number]
  >;
  return {
    client: {
      ...calls,
      // The client is not this screen's to end: others may share it.
      close: () => {},
      watch: (listener) => watch(null, listener),
      watchConversation: (conversation, listener, opensAt) => watch({ conversation, opensAt }, listener),
      watchOnline: (conversation, listener) => watch({ onlineIn: conversation }, listener),
      watchSearch: (query, most, listener) => watch({ query, most }, listener),
    },
    receive(message) {
      if (message.type === 'state') {
        const lists = patchedLists(known.get(message.id) ?? noLists, message.lists);
        if (listeners.has(message.id)) known.set(message.id, lists);
        return listeners.get(message.id)?.({ ...message.state, ...lists } as never);
      }
      if (message.type === 'seen') return listeners.get(message.id)?.(message.value as never);
      answers.get(message.id)?.(message.value);
      answers.delete(message.id);
    },
  };
}

const patchedLists = (before: Lists, { inbox, rooms, streams }: ListPatches): Lists => ({
  inbox: patched(before.inbox, inbox),
  rooms: patched(before.rooms, rooms),
  streams: patched(before.streams, streams),
});
