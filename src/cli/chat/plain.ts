import type { Accounts, Secrets } from '../../tui/accounts.ts';
import { type Answer, SENDING, refused, sentAll } from '../../tui/answers.ts';
import { Chat, type Listener } from '../../tui/chat.ts';
import { readCommand } from '../../tui/command.ts';
import { LATE, within } from '../../tui/within.ts';
import { failureWords, words } from '../../tui/words.ts';
import type { Input } from '../input.ts';
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

/** Lines in, lines out. Answers the exit status: without a person at it 1 when anything failed. */
export async function plain({ accounts, input, output, secrets, interactive, name }: PlainGiven): Promise<number> {
  let anyFailed = false;
  const sentTo = new Set<string>();
  const answered = ({ lines, failed, link, left }: Answer) => {
    anyFailed ||= failed;
    if (left !== undefined) sentTo.delete(left);
    for (const line of lines) output.answer(line, failed, link);
  };
  const listener: Listener = {
    answered,
    noticed: (text) => output.notice(text),
    told: (message) => output.message(message),
    entered: () => undefined,
    isPerson: interactive,
    async ask(prompt) {
      output.notice(prompt);
      return input.next();
    },
  };
  const chat = new Chat({ accounts, secrets, listener, readsAll: true, mayBeOffline: false });
  const since = Date.now();

  if (name !== null) await chat.obey({ do: 'login', name, by: null });
  for (let line = await input.next(); line !== null; line = await input.next()) {
    const command = readCommand(line);
    if (command.do === 'exit') break;
    const { sentTo: conversation } = await chat.obey(command);
    if (conversation !== undefined) sentTo.add(conversation);
  }
  for (const conversation of sentTo) {
    if (chat.account) answered(await delivery(sentAll(chat.account.client, conversation, since)));
  }
  await chat.leave();
  return anyFailed && !interactive ? 1 : 0;
}

/** Waits until the server has it. */
async function delivery(sent: ReturnType<typeof sentAll>): Promise<Answer> {
  const failure = await within(SENDING, sent);
  if (failure === LATE) return refused(words.notSentYet);
  return failure === null ? { lines: [], failed: false } : refused(words.notSent(failureWords({ code: failure })));
}
