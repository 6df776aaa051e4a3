import type { Client, ClientState, ConversationView, Failure, Outcome } from '../client/api.ts';
import { LOBBY } from '../protocol/api/rooms.ts';
import { oneLine } from '../protocol/oneLine.ts';
import { type Command, helpLines } from './command.ts';
import { searchLines } from './searching.ts';
import { LATE, within } from './within.ts';
import { failureWords, words } from './words.ts';

/** What a command has to say, a line each. `failed`: it was not done. */
export interface Answer {
  readonly lines: readonly string[];
  readonly failed: boolean;
  /** The conversation that something was sent to, or that lines go to from now on. */
  readonly sentTo?: string;
  readonly nowIn?: string;
  /** A room that was left: nothing is on its way there any more. */
  readonly left?: string;
  /** What a camera may read instead, as a QR code. It holds a secret. */
  readonly link?: string;
}

export const said = (...lines: string[]): Answer => ({ lines, failed: false });
export const refused = (line: string): Answer => ({ lines: [line], failed: true });

type Failed = Outcome & { ok: false };
export const failed = (outcome: Failed): Answer => refused(words.failed(failureWords(outcome)));

/** What a logged-in person's commands do. @param room the conversation that plain lines go to; null: the lobby */
export async function answer(client: Client, command: Command, room: string | null): Promise<Answer> {
  switch (command.do) {
    case 'say':
      return send(client, room ?? (await lobbyOf(client)), command.text);
    case 'private':
      return tell(client, command.to, command.text);
    case 'users':
      return usersOnline(client);
    case 'rooms':
      return roomList(client, room);
    case 'search':
      return search(client, command.text);
    case 'join':
      return join(client, command.name);
    case 'talk':
      return talk(client, command.name);
    case 'retry':
      return retry(client, room ?? (await lobbyOf(client)));
    case 'leave':
      return leave(client, command.room, room);
    case 'verify':
      return verify(client, command.name);
    case 'accept':
      return about(
        client,
        command.name,
        ({ with: { account } }) => client.acceptIdentity(account),
        words.accepted(command.name),
      );
    case 'verified':
      return about(
        client,
        command.name,
        ({ with: { account } }) => client.verifyIdentity(account),
        words.verified(command.name),
      );
    case 'agree':
      return about(
        client,
        command.name,
        ({ conversation }) => client.agreeToClear(conversation),
        words.agreed(command.name),
      );
    case 'dismiss':
      return dismiss(client);
    case 'alarms':
      return alarms(client);
    case 'help':
      return said(...helpLines());
    case 'usage':
      return refused(words.usage(command.usage));
    case 'unknown':
      return refused(words.unknownCommand);
    case 'register':
    case 'login':
    case 'link':
      return refused(words.failed(words.alreadyLoggedIn));
    case 'exit':
    case 'logout':
    case 'nothing':
      return said();
  }
}

async function lobbyOf(client: Client): Promise<string | null> {
  return stateOf(client).rooms.find(({ room }) => room === LOBBY)?.conversation ?? null;
}

async function send(client: Client, conversation: string | null, text: string): Promise<Answer> {
  if (conversation === null) return failed({ ok: false, code: 'offline' });
  const sent = await client.send(conversation, text);
  if (!sent.ok) return failed(sent);
  const held = heldBack(await viewOf(client, conversation));
  return held === null ? { ...said(), sentTo: conversation } : refused(held);
}

/** Why nothing goes out there at present; null: it does. */
const heldBack = ({ waiting, with: person }: ConversationView): string | null =>
  waiting && words.waiting[waiting](oneLine(person.username));

async function tell(client: Client, to: string, text: string): Promise<Answer> {
  const started = await client.startDirect(to);
  return started.ok ? send(client, started.conversation, text) : failed(started);
}

/** So long is waited for the server to have what was sent, in milliseconds. */
export const SENDING = 30_000;

/** No server keeps a client counting for ever. */
const MOST_ONLINE = 100_000;

async function usersOnline(client: Client): Promise<Answer> {
  const names: string[] = [];
  for (;;) {
    const page = await client.online(LOBBY, names.at(-1));
    if (!page.ok) return failed(page);
    names.push(...page.online.map(({ username }) => username));
    if (!page.more || page.online.length === 0 || names.length > MOST_ONLINE) return said(names.join(' '));
  }
}

async function roomList(client: Client, here: string | null): Promise<Answer> {
  const listed = await client.rooms();
  if (!listed.ok) return failed(listed);
  const own = stateOf(client).rooms;
  const inRooms = words.inRooms(own.map(({ room }) => room).join(' '));
  const all = listed.rooms.map(({ room }) => room).join(' ');
  const to = here === null ? LOBBY : own.find(({ conversation }) => conversation === here)?.room;
  return said(all, to === undefined ? inRooms : `${inRooms} ${words.linesGoTo(to)}`);
}

async function search(client: Client, typed: string): Promise<Answer> {
  const lines = await searchLines(client, typed, stateOf(client).self?.username ?? '');
  return lines === null ? refused(words.nothingToSearch) : said(...lines);
}

async function join(client: Client, room: string): Promise<Answer> {
  const joined = await client.joinRoom(room);
  return joined.ok ? { ...said(words.joined(room)), nowIn: joined.conversation } : failed(joined);
}

async function talk(client: Client, name: string): Promise<Answer> {
  const started = await client.startDirect(name);
  if (!started.ok) return failed(started);
  const view = await viewOf(client, started.conversation);
  const held = heldBack(view);
  const lines = [view.sealed ? words.talkingTo(name) : words.talkingInClear(name), ...(held === null ? [] : [held])];
  return { ...said(...lines), nowIn: started.conversation };
}

async function retry(client: Client, conversation: string | null): Promise<Answer> {
  if (conversation === null) return failed({ ok: false, code: 'offline' });
  const { items } = await viewOf(client, conversation);
  for (const { key, state } of items) if (state === 'failed') await client.retry(conversation, key);
  return said();
}

/** What is typed before leaving is said before it. @param here the conversation that lines go to; null: the lobby */
async function leave(client: Client, named: string | null, here: string | null): Promise<Answer> {
  const { rooms } = stateOf(client);
  const lobby = await lobbyOf(client);
  const name = named ?? rooms.find(({ conversation }) => conversation === (here ?? lobby))?.room;
  if (name === undefined) return refused(words.notInRoom);
  if (name === LOBBY) return refused(words.lobbyStays);
  const conversation = rooms.find(({ room }) => room === name)?.conversation;
  if (conversation !== undefined && (await within(SENDING, sentAll(client, conversation, 0))) === LATE)
    return refused(words.notSentYet);
  const gone = await client.leaveRoom(name);
  if (!gone.ok) return failed(gone);
  const left = { ...said(words.left(name)), ...(conversation !== undefined && { left: conversation }) };
  if (conversation !== here || lobby === null) return left;
  return { ...left, lines: [...left.lines, words.linesGoTo(LOBBY)], nowIn: lobby };
}

async function verify(client: Client, name: string): Promise<Answer> {
  const started = await client.startDirect(name);
  if (!started.ok) return failed(started);
  const { safetyNumber } = await viewOf(client, started.conversation);
  return safetyNumber === null
    ? refused(words.noSafetyNumber(name))
    : said(words.safetyNumber(name, safetyNumber.replaceAll(/\d{5}(?=\d)/g, '$& ')));
}

/** Does something about a person that one has a conversation with. */
async function about(
  client: Client,
  name: string,
  act: (view: ConversationView) => Promise<Outcome>,
  done: string,
): Promise<Answer> {
  const started = await client.startDirect(name);
  if (!started.ok) return failed(started);
  const outcome = await act(await viewOf(client, started.conversation));
  return outcome.ok ? said(done) : failed(outcome);
}

function alarms(client: Client): Answer {
  const open = stateOf(client).alarms;
  if (open.length === 0) return said(words.noAlarms);
  return said(...open.map(({ kind, about: person }) => words.alarms[kind](oneLine(person.username))), words.dismiss);
}

async function dismiss(client: Client): Promise<Answer> {
  for (const { id } of stateOf(client).alarms) await client.dismissAlarm(id);
  return said(words.dismissed);
}

/** The state as it is now. */
export function stateOf(client: Client): ClientState {
  let state: ClientState | null = null;
  client.watch((now) => (state = now))();
  if (state === null) throw new Error('a client shows its state at once');
  return state;
}

/** The conversation as it is now. */
export function viewOf(client: Client, conversation: string): Promise<ConversationView> {
  return nextView(client, conversation, () => true);
}

/** Why the newest of what was sent since then has failed; null: all of it is with the server. @param since UTC milliseconds */
export async function sentAll(client: Client, conversation: string, since: number): Promise<Failure | null> {
  const own = ({ items }: ConversationView) => items.filter(({ mine, at }) => mine && at >= since);
  const view = await nextView(client, conversation, (now) => own(now).every(({ state }) => state !== 'sending'));
  return own(view).findLast(({ state }) => state === 'failed')?.failure ?? null;
}

function nextView(
  client: Client,
  conversation: string,
  holds: (view: ConversationView) => boolean,
): Promise<ConversationView> {
  return new Promise((resolve) => {
    const stop = client.watchConversation(conversation, (view) => {
      if (!holds(view)) return;
      queueMicrotask(() => stop());
      resolve(view);
    });
  });
}
