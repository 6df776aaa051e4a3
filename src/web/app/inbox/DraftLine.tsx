import type { InboxRow } from '../../../client/api.ts';
import { Icon } from '../ui/Icon.tsx';
import { t } from '../words/words.ts';
import styles from './ConversationRow.module.css';

interface DraftLineProps {
  draft: InboxRow['draft'];
  /** What was said last. */
  line: string;
}

/** What was said last, or what was begun since and not sent; a pencil says that something waits in either case. */
export function DraftLine({ draft, line }: DraftLineProps) {
  if (draft === null) return line;
  return (
    <>
      <span className={styles.pencil}>
        <Icon name="edit" size={14} />
      </span>
      {draft.isNewest ? (
        <span className={styles.draft}>{t('draft', { text: draft.text })}</span>
      ) : (
        <>
          <span className="unseen">{t('draftWaits')} </span>
          {line}
        </>
      )}
    </>
  );
}
