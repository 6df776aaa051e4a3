import { keepTold, unsettled } from '../../service/noticeSettings.ts';
import { takeAllNotices } from './board.ts';
import { forgetPoked } from './poked.ts';
import { settleNotices } from './settings.ts';

/** Whoever logged out is told of nothing here any more, and whoever comes next is asked anew. */
export async function forgetNotices(): Promise<void> {
  await settleNotices(unsettled);
  await Promise.all([keepTold({}), forgetPoked(), takeAllNotices()]).catch(() => undefined);
}
