import type { Client, RoomRow } from '../client/api.ts';
import { LOBBY } from '../protocol/api/rooms.ts';
import { oneLine } from '../protocol/oneLine.ts';
import { type Accounts, GaveUp, type OpenAccount, type Secrets, type WayIn } from './accounts.ts';
import { type Answer, answer, failed, refused, said } from './answers.ts';
import { type Command, helpLines } from './command.ts';
import { type Feed, type Told, feedOf } from './feed.ts';
import { arrived, chosenName, gateFailure, whyNot } from './gate.ts';
import { LATE, within } from './within.ts';
import { failureWords, words } from './words.ts';

/** Whoever shows what is said: plain lines, or a screen. */
export interface Listener {
  answered(answer: Answer): void;
  /** What nobody asked for. */
  noticed(text: string): void;
  told(message: Told): void;
  /** An account is online here; null: it is no more. */
  entered(account: OpenAccount | null): void;
  /** Somebody sits there, and confirms what is shown once. */
  readonly isPerson: boolean;
  /** Asks the person, and shows what they type. Null: there is nobody. */
  ask(prompt: string): Promise<string | null>;
}

export interface ChatGiven {
  readonly accounts: Accounts;
  readonly secrets: Secrets;
  readonly listener: Listener;
  /** Whether what is told is read by that. */
  readonly readsAll: boolean;
  /** Whether one gets in without the server, to read what is here and write what goes out later. */
  readonly mayBeOffline: boolean;
}

const CATCH_UP = 15_000;
const PATIENCE = 5000;

/** What commands do, logged in or not: the same in plain mode and on the screen. */
export class Chat {
  readonly #given: ChatGiven;
  #account: OpenAccount | null = null;
  #feed: Feed | null = null;
  #stopWatching: () => void = () => undefined;
  /** Where plain lines go; null: the lobby. */
  room: string | null = null;
  #isLeaving = false;

  constructor(given: ChatGiven) {
    this.#given = given;
  }

  get account(): OpenAccount | null {
    return this.#account;
  }

  /** Does what was asked, says so, and answers what it said last. */
  async obey(command: Command): Promise<Answer> {
    this.#isLeaving = command.do === 'leave';
    const last = await this.#do(command).catch(gaveUp);
    this.#isLeaving = false;
    if (last.nowIn !== undefined) this.room = last.nowIn;
    this.#given.listener.answered(last);
    return last;
  }

  /** Goes offline. What has been told is kept as read. */
  async leave(): Promise<void> {
    const [account, feed] = [this.#account, this.#feed];
    if (!account) return;
    this.#account = null;
    this.#feed = null;
    this.room = null;
    this.#stopWatching();
    this.#given.listener.entered(null);
    await feed?.close();
    account.close();
  }

  async #do(command: Command): Promise<Answer> {
    if (command.do === 'nothing') return said();
    if (this.#account) return this.#inside(this.#account, command);
    switch (command.do) {
      case 'register':
        return this.#register(command.name);
      case 'login':
        return this.#login(command.name, command.by);
      case 'link':
        return this.#link(command.name);
      case 'help':
        return said(...helpLines());
      case 'unknown':
        return refused(words.unknownCommand);
      case 'usage':
        return refused(words.usage(command.usage));
      default:
        return this.#asTheOnlyOne(command);
    }
  }

  async #inside(account: OpenAccount, command: Command): Promise<Answer> {
    if (command.do === 'link') return this.#letIn(account.client, command.name);
    if (command.do !== 'logout') return answer(account.client, command, this.room);
    const left = await account.client.logout();
    if (!left.ok) return failed(left);
    await this.leave();
    return said(words.loggedOut);
  }

  /** A machine that is the device of one account acts as that one. */
  async #asTheOnlyOne(command: Command): Promise<Answer> {
    const [name, another] = this.#given.accounts.names();
    if (name === undefined || another !== undefined) return this.#nobodyIn();
    const entered = await this.#login(name, null);
    return this.#account ? this.#inside(this.#account, command) : entered;
  }

  async #nobodyIn(): Promise<Answer> {
    const isServed = (await within(PATIENCE, this.#given.accounts.isServed())) === true;
    return refused(isServed ? words.logInFirst : words.failed(failureWords({ code: 'offline' })));
  }

  async #register(typed: string): Promise<Answer> {
    const name = chosenName(typed);
    if (!name.ok) return refused(name.why);
    const { accounts, secrets, listener } = this.#given;
    const made = await accounts.register(name.name, (await secrets.toChoose()) ?? '');
    if (!made.ok) return gateFailure(made);
    listener.answered(said(words.registered));
    await this.#showCode(made.recoveryCode);
    return made.account ? this.#enter(made.account, said()) : said(words.waitsForApproval);
  }

  async #login(typed: string, by: WayIn | null): Promise<Answer> {
    const name = chosenName(typed);
    if (!name.ok) return refused(words.failed(failureWords({ code: 'invalid_credentials' })));
    const { accounts, secrets, listener } = this.#given;
    const proved = () => listener.answered(said(words.provedBySsh(name.name)));
    const opened = await accounts.login(name.name, by, { secrets, proved });
    if (!opened.ok) return gateFailure(opened);
    if (opened.recoveryCode !== undefined) await this.#showCode(opened.recoveryCode);
    return this.#enter(opened.account, said(words.authenticated));
  }

  async #link(typed: string): Promise<Answer> {
    const name = chosenName(typed);
    if (!name.ok) return refused(name.why);
    const { accounts, listener } = this.#given;
    const opened = await accounts.link(name.name, {
      code: (code, scanned) => listener.answered({ ...said(words.typeCode(code)), link: scanned }),
      isSame: (number) => this.#agrees(words.compareNumber(number)),
    });
    return opened.ok ? this.#enter(opened.account, said(words.authenticated)) : gateFailure(opened);
  }

  /** Another device of this account wants in. */
  async #letIn(client: Client, code: string): Promise<Answer> {
    const found = await client.findLinking(code);
    if (!found.ok) return failed(found);
    const question = words.letIn(oneLine(found.label), found.number);
    const password = (await this.#agrees(question)) ? await this.#given.secrets.toLogIn() : null;
    const granted = password === null ? await client.cancelLinking() : await client.grantLinking(password);
    if (!granted.ok) return failed(granted);
    return password === null ? refused(words.failed(words.gaveUp)) : said(words.isIn(oneLine(found.label)));
  }

  async #agrees(question: string): Promise<boolean> {
    return (await this.#given.listener.ask(question))?.trim().toLowerCase() === words.yes;
  }

  async #showCode(code: string): Promise<void> {
    const { listener } = this.#given;
    listener.answered(said(words.recoveryCode(code), words.keepRecoveryCode));
    if (listener.isPerson) await listener.ask(words.confirmRecoveryCode);
  }

  async #enter(account: OpenAccount, welcome: Answer): Promise<Answer> {
    const { listener, readsAll, mayBeOffline } = this.#given;
    const state = await arrived(account.client);
    const isOffline = state.phase === 'in' && state.connection === 'offline';
    if (state.phase !== 'in' || (isOffline && !mayBeOffline)) {
      account.close();
      return refused(words.failed(whyNot(state)));
    }
    listener.answered(isOffline ? said(words.offline) : welcome);
    this.#account = account;
    listener.entered(account);
    this.#feed = feedOf({ client: account.client, self: account.name, readsAll, tell: (told) => listener.told(told) });
    this.#stopWatching = this.#watch(account);
    if ((await within(CATCH_UP, this.#feed.caughtUp)) === LATE) listener.noticed(words.stillComing);
    return said();
  }

  /** Another device has left the room that lines went to. */
  #movedOut({ room, conversation }: RoomRow, rooms: readonly RoomRow[]): void {
    const lobby = rooms.find((row) => row.room === LOBBY)?.conversation;
    this.room = lobby ?? null;
    const moved = { left: conversation, ...(lobby !== undefined && { nowIn: lobby }) };
    this.#given.listener.answered({ ...said(words.leftElsewhere(room), words.linesGoTo(LOBBY)), ...moved });
  }

  /** What happens to the account while nobody types. */
  #watch(account: OpenAccount): () => void {
    const known = new Set<string>();
    let before: readonly RoomRow[] = [];
    return account.client.watch(({ phase, ended, alarms, rooms }) => {
      const here = before.find(({ conversation }) => conversation === this.room);
      before = rooms;
      if (here && phase === 'in' && !this.#isLeaving && !rooms.some(({ room }) => room === here.room))
        this.#movedOut(here, rooms);
      for (const { id, kind, about } of alarms) {
        if (!known.has(id)) this.#given.listener.noticed(words.alarms[kind](about.username));
        known.add(id);
      }
      if (phase === 'in' || this.#account !== account) return;
      this.#given.listener.noticed(phase === 'outdated' ? words.outdated : words.ended[ended ?? 'expired']);
      queueMicrotask(() => void this.leave());
    });
  }
}

function gaveUp(error: unknown): Answer {
  if (error instanceof GaveUp) return refused(words.failed(error.message));
  throw error;
}
