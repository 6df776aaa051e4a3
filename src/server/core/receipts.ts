import type { Access } from './access.ts';
import type { Bus, ConversationStore } from './ports.ts';
import type { DeviceSession } from './sessions.ts';

export type Receipts = ReturnType<typeof createReceipts>;

/** How far a device has stored and an account has read. */
export function createReceipts({ access, store, bus }: { access: Access; store: ConversationStore; bus: Bus }) {
  return {
    /** @throws Refusal not_found */
    async move(
      session: DeviceSession,
      conversation: string,
      to: { readonly delivered?: number; readonly read?: number },
    ): Promise<void> {
      const { log, members } = await access.requireMember(session, conversation);
      const { account, accountId, device } = session;
      const now = await store.moveCursor({ log, account: account.no, device: device.no, ...to });
      if (!now.moved) return;
      const { delivered, read } = now;
      bus.publish({ about: 'cursor', conversation, account: accountId, delivered, read, members });
    },
  };
}
