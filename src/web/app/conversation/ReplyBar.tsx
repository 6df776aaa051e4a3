import type { Item } from '../../../client/api.ts';
import { useFormatting } from '../formatting/formatting.ts';
import { bodyLine } from '../inbox/preview.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { fullName } from '../words/person.ts';
import { t } from '../words/words.ts';
import styles from './ReplyBar.module.css';

/** What the message being written answers. */
export function ReplyBar({ item, onCancel }: { item: Item | null; onCancel: () => void }) {
  useFormatting();
  return (
    <div className={styles.bar}>
      <p className={styles.quote}>
        <strong title={item === null ? undefined : fullName(item.author)}>
          {item === null ? t('reply') : t('replyTo', { name: item.author.displayName })}
        </strong>
        <span dir="auto">{item === null ? '' : bodyLine(item.body)}</span>
      </p>
      <IconButton icon="close" size="small" label={t('replyCancel')} onClick={onCancel} />
    </div>
  );
}
