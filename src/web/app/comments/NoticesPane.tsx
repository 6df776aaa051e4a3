import { Link, useLocation } from 'wouter';
import type { ConversationView } from '../../../client/api.ts';
import { ToldPane } from '../conversation/ToldPane.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { t } from '../words/words.ts';
import { CommentsSign } from './CommentsSign.tsx';

/** Comments that wait, as they are told in the inbox of those who review them. */
export function NoticesPane({ view, target }: { view: ConversationView | null; target: string | null }) {
  const [, navigate] = useLocation();
  return (
    <ToldPane
      sign={<CommentsSign />}
      name={t('comments')}
      openTo={t('publicReadable')}
      actions={<IconButton icon="public" label={t('openReview')} onClick={() => navigate('/comments')} />}
      view={view}
      target={target}
      note={
        <>
          {t('noticesNoReply')} <Link href="/comments">{t('openReview')}</Link>
        </>
      }
    />
  );
}
