import type { ClientState, ConversationView } from '../client/api.ts';
import { LOBBY } from '../protocol/api/rooms.ts';
import { type Accounts, GaveUp, type OpenAccount, type Secrets } from './accounts.ts';
import type { Answer } from './answers.ts';
import { Chat } from './chat.ts';
import { readCommand } from './command.ts';
import type { Told } from './feed.ts';
import { lineOf } from './line.ts';
import { type Place, placesIn } from './places.ts';
import { words } from './words.ts';

/** A line that is no message of the conversation: what a command said, or a private message from elsewhere. */
export interface Note {
  readonly key: string;
  readonly at: number;
  readonly text: string;
  readonly kind: 'said' | 'failed' | 'message';
  /** The conversation that was open; null: nobody was logged in. */
  readonly place: string | null;
}

export interface Asking {
  readonly prompt: string;
  readonly unseen: boolean;
}

export interface Shown {
  /** Null: nobody is logged in. */
  readonly name: string | null;
  readonly client: ClientState | null;
  /** Of the conversation that is open. */
  readonly view: ConversationView | null;
  readonly notes: readonly Note[];
  readonly places: readonly Place[];
  readonly asking: Asking | null;
  /** What is to be scanned from the screen; null: nothing. */
  readonly qr: string | null;
  /** Somebody else answers in the server's place. */
  readonly refused: boolean;
  readonly over: boolean;
}

export interface SessionGiven {
  readonly accounts: Accounts;
  /** Where secrets come from, given how to ask for them on the screen. */
  readonly secrets: (ask: (prompt: string) => Promise<string>) => Secrets;
}

const MOST_NOTES = 500;

/** What the screen shows, and what it may ask for. Nothing of it draws. */
export class Session {
  readonly #chat: Chat;
  readonly #listeners = new Set<() => void>();
  #shown: Shown = {
    name: null,
    client: null,
    view: null,
    notes: [],
    places: [],
    asking: null,
    qr: null,
    refused: false,
    over: false,
  };
  #count = 0;
  /** Typed, and not yet looked at. Null: no answer. */
  readonly #lines: (string | null)[] = [];
  #wake: () => void = () => undefined;
  #stops: (() => void)[] = [];
  #stopView: () => void = () => undefined;

  constructor({ accounts, secrets }: SessionGiven) {
    this.#chat = new Chat({
      accounts,
      secrets: secrets((prompt) => this.#ask(prompt, true)),
      readsAll: false,
      mayBeOffline: true,
      listener: {
        answered: (answer) => this.#answered(answer),
        noticed: (text) => this.#note(text, 'said'),
        told: (message) => this.#told(message),
        entered: (account) => this.#entered(account),
        isPerson: true,
        ask: (prompt) => this.#ask(prompt, false),
      },
    });
    this.#note(words.welcome, 'said');
    void this.#run();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly shown = (): Shown => this.#shown;

  /** One line after the other: whoever types ahead answers what is asked next, and says nothing aloud by that. */
  submit(line: string): void {
    this.#lines.push(line);
    this.#wake();
  }

  /** The person does not want to answer what is asked. */
  giveUp(): void {
    if (!this.#shown.asking) return;
    this.#lines.push(null);
    this.#wake();
  }

  open(conversation: string): void {
    const { account } = this.#chat;
    if (!account) return;
    this.#stopView();
    this.#chat.room = conversation;
    this.#show({ view: null });
    this.#stopView = account.client.watchConversation(conversation, (view) => {
      if (view.unread > 0) void account.client.markRead(conversation);
      this.#show({ view });
    });
  }

  /** The newest, where so much came that the window is full of it, or where one was far up. */
  latest(): void {
    const { view } = this.#shown;
    if (view?.newer) void this.#chat.account?.client.showLatest(view.window).catch(() => undefined);
  }

  /** More of what was said before, if there is more. */
  older(): void {
    const { view } = this.#shown;
    if (view?.older) void this.#chat.account?.client.showOlder(view.window).catch(() => undefined);
  }

  note(text: string): void {
    this.#note(text, 'failed');
  }

  /** @param stop why whoever answers is not the server that is known here; null: it is again */
  refuse(stop: string | null, server: string): void {
    this.#show({ refused: stop !== null });
    this.#note(stop ?? words.authorityBack(server), stop === null ? 'said' : 'failed');
  }

  async leave(): Promise<void> {
    this.#show({ over: true });
    await this.#chat.leave();
  }

  async #run(): Promise<void> {
    while (!this.#shown.over) {
      const line = await this.#next();
      try {
        if (line !== null) await this.#obey(line);
      } catch (error) {
        this.#note(words.failed((error as Error).message), 'failed');
      }
    }
  }

  async #next(): Promise<string | null> {
    while (this.#lines.length === 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
    return this.#lines.shift() ?? null;
  }

  async #obey(line: string): Promise<void> {
    const command = readCommand(line);
    if (command.do === 'exit') return this.leave();
    const { sentTo } = await this.#chat.obey(command).finally(() => this.#show({ qr: null }));
    // Whoever answers has read.
    if (sentTo !== undefined) await this.#chat.account?.client.markRead(sentTo);
    if (command.do === 'help') for (const each of words.keys) this.#note(each, 'said');
  }

  async #ask(prompt: string, unseen: boolean): Promise<string> {
    this.#show({ asking: { prompt, unseen }, qr: null });
    const text = await this.#next();
    this.#show({ asking: null });
    if (text === null) throw new GaveUp(words.gaveUp);
    return text;
  }

  #answered({ lines, failed, nowIn, link }: Answer): void {
    for (const line of lines) this.#note(line, failed ? 'failed' : 'said');
    if (link !== undefined) this.#show({ qr: link });
    if (nowIn !== undefined) this.open(nowIn);
  }

  /** What is said in private shows wherever one is; what is said in another room counts as unread. */
  #told(message: Told): void {
    if (message.room !== null || message.conversation === this.#chat.room) return;
    this.#note(lineOf(message), 'message', message.at);
  }

  #entered(account: OpenAccount | null): void {
    this.#stopView();
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#show({ name: account?.name ?? null, client: null, view: null, places: [] });
    if (!account) return this.#move(null);
    let isOpen = false;
    this.#stops = [
      account.client.watch((client) => {
        this.#show({ client, places: placesIn(client) });
        const lobby = client.rooms.find(({ room }) => room === LOBBY)?.conversation;
        if (isOpen || lobby === undefined) return;
        isOpen = true;
        this.#move(lobby);
        this.open(lobby);
      }),
    ];
  }

  /** What was said outside is said inside, too, and the other way round. */
  #move(place: string | null): void {
    this.#show({ notes: this.#shown.notes.map((note) => ({ ...note, place })) });
  }

  #note(text: string, kind: Note['kind'], at?: number): void {
    const last = this.#shown.view?.items.at(-1)?.at ?? 0;
    const note = {
      key: `note-${this.#count++}`,
      at: at ?? Math.max(Date.now(), last),
      text,
      kind,
      place: this.#chat.room,
    };
    this.#show({ notes: [...this.#shown.notes, note].slice(-MOST_NOTES) });
  }

  #show(change: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...change };
    for (const listener of this.#listeners) listener();
  }
}
