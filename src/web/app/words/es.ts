import { admin } from './es/admin.ts';
import { alarms } from './es/alarms.ts';
import { auditActs } from './es/auditActs.ts';
import { comments } from './es/comments.ts';
import { contact } from './es/contact.ts';
import { conversation } from './es/conversation.ts';
import { failures } from './es/failures.ts';
import { frame } from './es/frame.ts';
import { gate } from './es/gate.ts';
import { inbox } from './es/inbox.ts';
import { keys } from './es/keys.ts';
import { notices } from './es/notices.ts';
import { personal } from './es/personal.ts';
import { policies } from './es/policies.ts';
import { reactions } from './es/reactions.ts';
import { rooms } from './es/rooms.ts';
import { search } from './es/search.ts';
import { settings } from './es/settings.ts';
import { streams } from './es/streams.ts';
import { thisDevice } from './es/thisDevice.ts';
import { user } from './es/user.ts';
import { writing } from './es/writing.ts';

/** Every word on the screen in Spanish; the terms are those of docs/languages.md. */
export const es = {
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
};
