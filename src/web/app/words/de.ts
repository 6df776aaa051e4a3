import { admin } from './de/admin.ts';
import { alarms } from './de/alarms.ts';
import { auditActs } from './de/auditActs.ts';
import { comments } from './de/comments.ts';
import { contact } from './de/contact.ts';
import { conversation } from './de/conversation.ts';
import { failures } from './de/failures.ts';
import { frame } from './de/frame.ts';
import { gate } from './de/gate.ts';
import { inbox } from './de/inbox.ts';
import { keys } from './de/keys.ts';
import { personal } from './de/personal.ts';
import { policies } from './de/policies.ts';
import { notices } from './de/notices.ts';
import { reactions } from './de/reactions.ts';
import { rooms } from './de/rooms.ts';
import { search } from './de/search.ts';
import { settings } from './de/settings.ts';
import { streams } from './de/streams.ts';
import { thisDevice } from './de/thisDevice.ts';
import { user } from './de/user.ts';
import { writing } from './de/writing.ts';

/** Every word on the screen in German; the terms are those of docs/languages.md. */
export const de = {
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
