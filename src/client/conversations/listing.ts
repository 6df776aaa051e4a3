import { listConversations } from '../../protocol/api/conversations.ts';
import { limits } from '../../protocol/limits.ts';
import type { Server } from '../server.ts';
import type { ConversationTable } from './table.ts';

/** More pages than any account has conversations for: no server keeps a device reading for ever. */
const MOST_PAGES = (2 * limits.conversationsPerAccount) / limits.conversationsPage;

interface Listing {
  readonly listed: ReadonlySet<string>;
  readonly presence: { readonly people: number; readonly online: number };
}

/** Takes in all conversations that the server lists, page after page: what has come is there to see. */
export async function takeListing(server: Server, table: ConversationTable): Promise<Listing> {
  const listed = new Set<string>();
  let after: string | undefined;
  for (let pages = 1; ; pages++) {
    const { conversations, next, presence } = await server.call(listConversations, { query: { after } });
    for (const served of conversations) {
      listed.add(served.conversation);
      // One whose members are not true is an alarm, and is left as it was.
      await table.alone(served.conversation, () => table.merge(served)).catch(() => undefined);
    }
    if (next === null || pages >= MOST_PAGES) return { listed, presence };
    after = next;
  }
}
