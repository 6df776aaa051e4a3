import type { Client, ClientState, Item, Outcome } from '../../../../client/api.ts';
import type { Device } from '../../../../protocol/api/account.ts';
import type { SshKey } from '../../../../protocol/api/sshKeys.ts';

/** Everything of an account that this device can read, piece by piece, so that none of it has to be held as a whole. */
export interface Gathered {
  readonly account: Account;
  /** Of one after the other; the pages of each have to be taken before the next one. */
  readonly conversations: AsyncIterable<Conversation>;
}

export interface Account {
  readonly server: string;
  readonly at: number;
  readonly username: string;
  readonly displayName: string;
  readonly role: string;
  readonly devices: readonly Device[];
  readonly sshKeys: readonly SshKey[];
}

export interface Conversation {
  readonly id: string;
  readonly name: string;
  /** The other's username; null for a room. */
  readonly with: string | null;
  readonly kind: string;
  readonly encrypted: boolean;
  readonly pages: AsyncIterable<readonly Item[]>;
}

interface Given {
  readonly client: Client;
  readonly server: string;
  readonly at: number;
  /** How many conversations are done, of how many. */
  readonly progress: (done: number, of: number) => void;
}

/** A call has failed: the rest is not gathered. */
export class NotGathered extends Error {
  readonly outcome: Outcome & { ok: false };

  constructor(outcome: Outcome & { ok: false }) {
    super(outcome.code);
    this.outcome = outcome;
  }
}

/** @throws NotGathered, also while its parts are taken */
export async function gather(given: Given): Promise<Gathered> {
  const { client, server, at } = given;
  const state = await stateOf(client);
  if (!state.self) throw new NotGathered({ ok: false, code: 'unauthenticated' });
  const { username, displayName, role } = state.self;
  const [{ devices }, { keys }] = await Promise.all([needed(client.devices()), needed(client.sshKeys())]);
  return {
    account: { server, at, username, displayName, role, devices, sshKeys: keys },
    conversations: conversationsOf(given, state),
  };
}

function stateOf(client: Client): Promise<ClientState> {
  const { promise, resolve } = Promise.withResolvers<ClientState>();
  const stop = client.watch(resolve);
  return promise.finally(stop);
}

async function* conversationsOf({ client, progress }: Given, state: ClientState): AsyncGenerator<Conversation> {
  const rooms = state.rooms.map(({ conversation, room }) => ({ id: conversation, name: room, kind: 'room' }));
  const others = state.inbox.map(({ conversation, kind, sealed, with: { username, displayName } }) => ({
    id: conversation,
    name: displayName,
    kind,
    with: username,
    encrypted: sealed,
  }));
  const all = [...others, ...rooms.map((room) => ({ ...room, with: null, encrypted: false }))];
  for (const [done, conversation] of all.entries()) {
    progress(done, all.length);
    await needed(client.completeConversation(conversation.id));
    yield { ...conversation, pages: pagesOf(client, conversation.id) };
  }
  progress(all.length, all.length);
}

async function* pagesOf(client: Client, conversation: string): AsyncGenerator<readonly Item[]> {
  for (let after: number | null = 0; after !== null;) {
    const { items, next }: { items: Item[]; next: number | null } = await needed(
      client.exportConversation(conversation, after),
    );
    yield items;
    after = next;
  }
}

async function needed<T>(call: Promise<Outcome<T>>): Promise<T> {
  const outcome = await call;
  if (!outcome.ok) throw new NotGathered(outcome);
  return outcome;
}
