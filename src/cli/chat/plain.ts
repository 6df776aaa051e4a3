import type { Accounts, OpenAccount, Opened, Secrets } from '../../tui/accounts.ts';
import { type Answer, answer, refused, said, sentAll } from '../../tui/answers.ts';
import { type Command, helpLines, readCommand } from '../../tui/command.ts';
import { type Feed, feedOf } from '../../tui/feed.ts';
import { chosenName, entering, gateFailure, isStrong } from '../../tui/gate.ts';
import { failureWords, words } from '../../tui/words.ts';
import type { Input } from './input.ts';
import type { Output } from './output.ts';

export interface PlainGiven {
  readonly accounts: Accounts;
  readonly input: Input;
  readonly output: Output;
  readonly secrets: Secrets;
  /** A person sits there: they are asked, and what fails they see. */
  readonly interactive: boolean;
  /** Logs in as this one first. */
  readonly name: string | null;
}

const CATCH_UP = 15_000;
const SENDING = 30_000;

/** Lines in, lines out. Answers the exit status: without a person at it 1 when anything failed. */
export async function plain(given: PlainGiven): Promise<number> {
  const chat = new PlainChat(given);
  if (given.name !== null) await chat.obey({ do: 'login', name: given.name });
  for (let line = await given.input.next(); line !== null; line = await given.input.next()) {
    const command = readCommand(line);
    if (command.do === 'exit') break;
    await chat.obey(command);
  }
  await chat.leave();
  return chat.failed && !given.interactive ? 1 : 0;
}

class PlainChat {
  readonly #given: PlainGiven;
  readonly #since = Date.now();
  readonly #sentTo = new Set<string>();
  #account: OpenAccount | null = null;
  #feed: Feed | null = null;
  #stopWatching: () => void = () => undefined;
  #room: string | null = null;
  failed = false;

  constructor(given: PlainGiven) {
    this.#given = given;
  }

  async obey(command: Command): Promise<void> {
    this.#say(await this.#do(command));
  }

  /** Waits until the server has what was sent, and goes offline. */
  async leave(): Promise<void> {
    for (const conversation of this.#sentTo) {
      if (!this.#account) break;
      const failure = await within(SENDING, sentAll(this.#account.client, conversation, this.#since));
      if (failure === LATE) this.#say(refused(words.notSentYet));
      else if (failure !== null) this.#say(refused(words.notSent(failureWords({ code: failure }))));
    }
    await this.#close();
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
    if (command.do === 'logout') {
      const left = await account.client.logout();
      if (!left.ok) return refused(words.failed(failureWords(left)));
      await this.#close();
      return said(words.loggedOut);
    }
    const answered = await answer(account.client, command, this.#room);
    if (answered.sentTo !== undefined) this.#sentTo.add(answered.sentTo);
    if (answered.nowIn !== undefined) this.#room = answered.nowIn;
    return answered;
  }

  /** A machine that is the device of one account acts as that one. */
  async #asTheOnlyOne(command: Command): Promise<Answer> {
    const [name, another] = this.#given.accounts.names();
    if (name === undefined || another !== undefined) return refused(words.logInFirst);
    const entered = await this.#login(name);
    if (entered.failed || !this.#account) return entered;
    this.#say(entered);
    return this.#inside(this.#account, command);
  }

  async #register(typed: string): Promise<Answer> {
    const name = chosenName(typed);
    if (!name.ok) return refused(name.why);
    const { accounts, secrets, input, output, interactive } = this.#given;
    const password = (await secrets.toChoose()) ?? '';
    if (!isStrong(password)) return refused(words.weakPassword);
    const made = await accounts.register(name.name, password);
    if (!made.ok) return gateFailure(made);
    this.#say(said(words.registered, words.recoveryCode(made.recoveryCode), words.keepRecoveryCode));
    if (interactive) {
      output.notice(words.confirmRecoveryCode);
      await input.next();
    }
    if (!made.account) return said(words.waitsForApproval);
    return this.#enter(made.account, said());
  }

  async #login(typed: string): Promise<Answer> {
    const name = chosenName(typed);
    if (!name.ok) return refused(words.failed(failureWords({ code: 'invalid_credentials' })));
    const opened: Opened = await this.#given.accounts.login(name.name, this.#given.secrets);
    return opened.ok ? this.#enter(opened.account, said(words.authenticated)) : gateFailure(opened);
  }

  async #enter(account: OpenAccount, welcome: Answer): Promise<Answer> {
    const why = await entering(account.client);
    if (why !== null) {
      account.close();
      return refused(why);
    }
    this.#say(welcome);
    this.#account = account;
    this.#feed = feedOf(account.client, account.name, (told) => this.#given.output.message(told));
    this.#stopWatching = this.#watch(account);
    await within(CATCH_UP, this.#feed.caughtUp);
    return said();
  }

  /** What happens to the account while nobody types. */
  #watch(account: OpenAccount): () => void {
    const known = new Set<string>();
    return account.client.watch(({ phase, ended, alarms }) => {
      for (const { id, kind, about } of alarms) {
        if (!known.has(id)) this.#given.output.notice(words.alarms[kind](about.username));
        known.add(id);
      }
      if (phase === 'in' || this.#account !== account) return;
      this.#given.output.notice(phase === 'outdated' ? words.outdated : words.ended[ended ?? 'expired']);
      queueMicrotask(() => void this.#close());
    });
  }

  async #close(): Promise<void> {
    const [account, feed] = [this.#account, this.#feed];
    this.#account = null;
    this.#feed = null;
    this.#room = null;
    this.#stopWatching();
    await feed?.close();
    account?.close();
  }

  #say({ lines, failed }: Answer): void {
    this.failed ||= failed;
    for (const line of lines) this.#given.output.answer(line, failed);
  }
}

const LATE = Symbol('late');

async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value | typeof LATE> {
  const late = Promise.withResolvers<typeof LATE>();
  const timer = setTimeout(() => late.resolve(LATE), milliseconds);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
