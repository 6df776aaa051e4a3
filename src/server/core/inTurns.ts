import type { AccountNo, Clock, ConversationStore, LogNo, OwnConversation, OwnLog } from './ports.ts';

// What an account with many conversations is read for: a page at a time, and others have their turn in between.

const LOGS = 500;
const CONVERSATIONS = 100;

const nextTurn = (clock: Clock): Promise<void> => new Promise((resolve) => void clock.after(0, resolve));

/** Every log of the account, each as it is when its page is read. */
export async function* logsInTurns(
  conversations: Pick<ConversationStore, 'logsOf'>,
  account: AccountNo,
  clock: Clock,
): AsyncGenerator<OwnLog> {
  for (let after: LogNo = 0; ; await nextTurn(clock)) {
    const page = await conversations.logsOf(account, { after, limit: LOGS });
    yield* page;
    if (page.length < LOGS) return;
    after = page.at(-1)?.log ?? after;
  }
}

/** Every conversation that is shown to the account. */
export async function* conversationsInTurns(
  conversations: Pick<ConversationStore, 'pageForMember'>,
  account: AccountNo,
  clock: Clock,
): AsyncGenerator<OwnConversation> {
  for (let after: string | null = null; ; await nextTurn(clock)) {
    const page = await conversations.pageForMember(account, { after, limit: CONVERSATIONS });
    if (!page) return;
    yield* page.conversations;
    after = page.next;
    if (after === null) return;
  }
}
