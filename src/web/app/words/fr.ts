import { admin } from './fr/admin.ts';
import { alarms } from './fr/alarms.ts';
import { auditActs } from './fr/auditActs.ts';
import { comments } from './fr/comments.ts';
import { contact } from './fr/contact.ts';
import { conversation } from './fr/conversation.ts';
import { failures } from './fr/failures.ts';
import { frame } from './fr/frame.ts';
import { gate } from './fr/gate.ts';
import { inbox } from './fr/inbox.ts';
import { keys } from './fr/keys.ts';
import { notices } from './fr/notices.ts';
import { personal } from './fr/personal.ts';
import { policies } from './fr/policies.ts';
import { reactions } from './fr/reactions.ts';
import { rooms } from './fr/rooms.ts';
import { search } from './fr/search.ts';
import { settings } from './fr/settings.ts';
import { streams } from './fr/streams.ts';
import { thisDevice } from './fr/thisDevice.ts';
import { user } from './fr/user.ts';
import { writing } from './fr/writing.ts';

/** Every word on the screen in French; the terms are those of docs/languages.md. */
export const fr = {
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
