import { createContext, use, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Client, ClientState, ConversationView } from '../../../client/api.ts';
import { follow, type Store } from './store.ts';

export interface Session {
  readonly client: Client;
  readonly state: Store<ClientState>;
}

export const SessionContext = createContext<Session | null>(null);

const nothingYet: ClientState = {
  phase: 'starting',
  ended: null,
  keyless: null,
  connection: 'connecting',
  server: null,
  self: null,
  device: null,
  inbox: [],
  rooms: [],
  streams: [],
  unread: 0,
  presence: null,
  loading: null,
  caughtUp: false,
  alarms: [],
  quietHours: null,
  blocked: [],
  linking: null,
};

export function createSession(client: Client): Session {
  return { client, state: follow(nothingYet, (see) => client.watch(see)) };
}

function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('no session above this component');
  return session;
}

/** The browser knows first when the network is back. */
export function useHurry(): void {
  const client = useClient();
  useEffect(() => {
    const hurry = (): void => client.hurry();
    addEventListener('online', hurry);
    return () => removeEventListener('online', hurry);
  }, [client]);
}

export const useClient = (): Client => useSession().client;

/** The state at the moment of asking, for what renders nothing of it. */
export const useStateNow = (): (() => ClientState) => useSession().state.get;

/** A part of the client's state; renders again only when that part changes. Select what is there, build nothing new. */
export function useClientState<T>(select: (state: ClientState) => T): T {
  const { state } = useSession();
  return useSyncExternalStore(state.subscribe, () => select(state.get()));
}

/** Brings a window that stands elsewhere to the newest messages, when something is sent. */
export function useSentToLatest(view: ConversationView | null): () => void {
  const client = useClient();
  return () => {
    if (view?.newer === true) void client.showLatest(view.window);
  };
}

/**
 * One conversation while it is on screen; null until the client has answered. It answers nothing for one that is not on
 * this device yet: once that is `listed`, it is asked again.
 */
export function useConversation(conversation: string, listed = true): ConversationView | null {
  const client = useClient();
  const ask = useCallback(
    () => follow<ConversationView | null>(null, (see) => client.watchConversation(conversation, see, 'unread')),
    [client, conversation],
  );
  const [asked, setAsked] = useState(() => ({ ask, listed, store: ask() }));
  const view = useSyncExternalStore(asked.store.subscribe, asked.store.get);
  if (asked.ask !== ask || (listed && !asked.listed && view === null)) setAsked({ ask, listed, store: ask() });
  return view;
}

/** Whether the other of a direct conversation is online, as far as both show it; null: there is none. */
export function useOnlineIn(conversation: string | null): boolean {
  const client = useClient();
  const store = useMemo(
    () => follow(false, (see) => (conversation === null ? () => undefined : client.watchOnline(conversation, see))),
    [client, conversation],
  );
  return useSyncExternalStore(store.subscribe, store.get);
}
