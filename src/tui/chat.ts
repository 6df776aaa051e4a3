import { type Accounts, GaveUp, type OpenAccount, type Secrets } from './accounts.ts';
import { type Answer, answer, failed, refused, said } from './answers.ts';
import { type Command, helpLines } from './command.ts';
import { type Feed, type Told, feedOf } from './feed.ts';
import { arrived, chosenName, gateFailure, isStrong, whyNot } from './gate.ts';
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
  /** Resolves when the person says that the recovery code is saved. */
  savedCode(): Promise<void>;
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

/** What commands do, logged in or not: the same in plain mode and on the screen. */
export class Chat {
  readonly #given: ChatGiven;
  #account: OpenAccount | null = null;
  #feed: Feed | null = null;
  #stopWatching: () => void = () => undefined;
  /** Where plain lines go; null: the lobby. */
  room: string | null = null;

  constructor(given: ChatGiven) {
    this.#given = given;
  }

  get account(): OpenAccount | null {
    return this.#account;
  }

  /** Does what was asked, says so, and answers what it said last. */
  async obey(command: Command): Promise<Answer> {
    const last = await this.#do(command).catch(gaveUp);
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
        return this.#login(command.name);
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
    if (command.do !== 'logout') return answer(account.client, command, this.room);
    const left = await account.client.logout();
    if (!left.ok) return failed(left);
    await this.leave();
    return said(words.loggedOut);
  }

  /** A machine that is the device of one account acts as that one. */
  async #asTheOnlyOne(command: Command): Promise<Answer> {
    const [name, another] = this.#given.accounts.names();
    if (name === undefined || another !== undefined) return refused(words.logInFirst);
    const entered = await this.#login(name);
    return this.#account ? this.#inside(this.#account, command) : entered;
  }

  async #register(typed: string): Promise<Answer> {
    const name = chosenName(typed);
    if (!name.ok) return refused(name.why);
    const { accounts, secrets, listener } = this.#given;
    const password = (await secrets.toChoose()) ?? '';
    if (!isStrong(password)) return refused(words.weakPassword);
    const made = await accounts.register(name.name, password);
    if (!made.ok) return gateFailure(made);
    listener.answered(said(words.registered, words.recoveryCode(made.recoveryCode), words.keepRecoveryCode));
    await listener.savedCode();
    return made.account ? this.#enter(made.account, said()) : said(words.waitsForApproval);
  }

  async #login(typed: string): Promise<Answer> {
    const name = chosenName(typed);
    if (!name.ok) return refused(words.failed(failureWords({ code: 'invalid_credentials' })));
    const opened = await this.#given.accounts.login(name.name, this.#given.secrets);
    return opened.ok ? this.#enter(opened.account, said(words.authenticated)) : gateFailure(opened);
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

  /** What happens to the account while nobody types. */
  #watch(account: OpenAccount): () => void {
    const known = new Set<string>();
    return account.client.watch(({ phase, ended, alarms }) => {
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
