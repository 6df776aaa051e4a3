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
      if (!now.moved || account.account === null || kind === 'line') return;
      const { delivered, read, told } = now;
      const cursor = { about: 'cursor', conversation, account: account.account, delivered } as const;
      bus.publish({ ...cursor, read, members: [account.no] });
      // How far somebody is in a room, or in what the server tells, is nobody else's business. And when somebody reads who
      // does not want it known, others hear nothing at all: that something came would say it.
      const others = isOfServer(kind) ? [] : members.filter((no) => no !== account.no);
      if (told !== null && others.length > 0) bus.publish({ ...cursor, read: told, members: others });
    },
  };
}
