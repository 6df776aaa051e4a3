import { admin } from './en/admin.ts';
import { alarms } from './en/alarms.ts';
import { auditActs } from './en/auditActs.ts';
import { comments } from './en/comments.ts';
import { contact } from './en/contact.ts';
import { conversation } from './en/conversation.ts';
import { failures } from './en/failures.ts';
import { frame } from './en/frame.ts';
import { gate } from './en/gate.ts';
import { inbox } from './en/inbox.ts';
import { keys } from './en/keys.ts';
import { personal } from './en/personal.ts';
import { policies } from './en/policies.ts';
import { notices } from './en/notices.ts';
import { reactions } from './en/reactions.ts';
import { rooms } from './en/rooms.ts';
import { search } from './en/search.ts';
import { settings } from './en/settings.ts';
import { streams } from './en/streams.ts';
import { thisDevice } from './en/thisDevice.ts';
import { user } from './en/user.ts';
import { writing } from './en/writing.ts';

/** Every word on the screen, by page. `{name}` stands for a value; what outsiders rely on must not change by accident. */
export const en = {
  ...gate,
  ...frame,
  ...inbox,
  ...keys,
  ...rooms,
  ...streams,
  ...comments,
  ...admin,
  ...auditActs,
  ...personal,
  ...policies,
  ...contact,
  ...conversation,
  ...notices,
  ...reactions,
  ...search,
  ...settings,
  ...thisDevice,
  ...user,
  ...writing,
  ...alarms,
  ...failures,
} as const;
