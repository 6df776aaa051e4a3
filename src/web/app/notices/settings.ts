import { useSyncExternalStore } from 'react';
import {
  changeNoticeSettings,
  readNoticeSettings,
  unsettled,
  type NoticeSettings,
} from '../../service/noticeSettings.ts';

const channel = new BroadcastChannel('waxwing-notices');
const listeners = new Set<() => void>();
let current: NoticeSettings | null = null;

const take = (settings: NoticeSettings): void => {
  current = settings;
  for (const listener of listeners) listener();
};
/** Without storage nobody is told of anything. */
const read = async (): Promise<void> => take(await readNoticeSettings().catch(() => unsettled));

channel.addEventListener('message', () => void read());

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (current === null) void read();
  return () => listeners.delete(listener);
}

/** How this device tells of messages, the same in all tabs; null: not read yet. */
export const useNoticeSettings = (): NoticeSettings | null => useSyncExternalStore(subscribe, () => current);

export async function settleNotices(change: Partial<NoticeSettings>): Promise<void> {
  take(await changeNoticeSettings(change).catch(() => ({ ...unsettled, ...current, ...change })));
  channel.postMessage(null);
}
