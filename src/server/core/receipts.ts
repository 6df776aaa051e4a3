import { isOfServer } from '../../protocol/api/conversations.ts';
import type { Access } from './access.ts';
import type { Bus, ConversationStore } from './ports.ts';
import type { Speaker } from './say.ts';

export type Receipts = ReturnType<typeof createReceipts>;

/** How far a device has stored and an account has read. */
export function createReceipts({ access, store, bus }: { access: Access; store: ConversationStore; bus: Bus }) {
  return {
    /** @throws Refusal not_found */
    async move(
      session: Speaker,
      conversation: string,
      to: { readonly delivered?: number; readonly read?: number },
    ): Promise<void> {
      const { log, members, kind } = await access.requireMember(session, conversation);
      const { account, device } = session;
      const now = await store.moveCursor({ log, account: account.no, device: device?.no ?? null, ...to });
      if (!now.moved || account.account === null) return;
      const { delivered, read } = now;
      // How far somebody is in a room, or in what the server tells, is nobody else's business.
      const hear = isOfServer(kind) ? [account.no] : members;
      bus.publish({ about: 'cursor', conversation, account: account.account, delivered, read, members: hear });
    },
  };
}
