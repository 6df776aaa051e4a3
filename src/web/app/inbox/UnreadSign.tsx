import type { InboxRow } from '../../../client/api.ts';
import { Badge, Dot } from '../ui/Badge.tsx';

/** What is unread of a conversation; of one that is muted, quietly. */
export function UnreadSign({
  row: { unread, marked, notify },
}: {
  row: Pick<InboxRow, 'unread' | 'marked' | 'notify'>;
}) {
  const quiet = notify === 'none';
  if (unread > 0) return <Badge count={unread} words="unreadBadge" quiet={quiet} />;
  return marked ? <Dot quiet={quiet} /> : null;
}
