import { listConversations } from '../../protocol/api/conversations.ts';
import { limits } from '../../protocol/limits.ts';
import type { Server } from '../server.ts';
import type { Restored } from '../restored/restored.ts';
import type { ConversationTable } from './table.ts';

/** More pages than any account has conversations for: no server keeps a device reading for ever. */
const MOST_PAGES = (2 * limits.conversationsPerAccount) / limits.conversationsPage;

interface Listing {
  readonly listed: ReadonlySet<string>;
  readonly presence: { readonly people: number; readonly online: number };
  /** The server was put back from a backup since the last time. */
  readonly isAnother: boolean;
}

/** Takes in all conversations that the server lists, page after page: what has come is there to see. */
export async function takeListing(server: Server, table: ConversationTable, restored: Restored): Promise<Listing> {
  const listed = new Set<string>();
  let after: string | undefined;
  for (let pages = 1; ; pages++) {
    const { conversations, next, presence, incarnation } = await server.call(listConversations, { query: { after } });
    const isAnother = await restored.isAnother(incarnation);
    if (isAnother && pages === 1) await restored.handInKeys();
    for (const served of conversations) {
      listed.add(served.conversation);
      if (isAnother) await table.alone(served.conversation, () => restored.goBack(served));
      // One whose members are not true is an alarm, and is left as it was.
      await table.alone(served.conversation, () => table.merge(served)).catch(() => undefined);
    }
    if (next === null || pages >= MOST_PAGES) {
      if (isAnother) await beginAgain(table, restored, listed);
      if (isAnother) await restored.done(incarnation);
      return { listed, presence, isAnother };
    }
    after = next;
  }
}

/** What began after the backup that the server was put back from. */
async function beginAgain(table: ConversationTable, restored: Restored, listed: Set<string>): Promise<void> {
  for (const { conversation, kind } of table.all()) {
    if (listed.has(conversation) || kind !== 'direct') continue;
    await table.alone(conversation, () => restored.beginAgain(conversation));
    listed.add(conversation);
  }
}
