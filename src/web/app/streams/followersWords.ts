import type { Stream } from '../../../protocol/api/streams.ts';
import { t } from '../words/words.ts';

/** Who follows a stream: you, you and others, others. */
export function followersWords({ follows, followers }: Pick<Stream, 'follows' | 'followers'>): string {
  if (!follows) return followers === 0 ? t('followersNone') : t('followersOthers', { count: followers });
  return followers <= 1 ? t('followersYou') : t('followersYouAndOthers', { count: followers - 1 });
}
