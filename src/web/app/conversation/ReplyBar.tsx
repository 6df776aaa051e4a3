import type { Item } from '../../../client/api.ts';
import { useFormatting } from '../formatting/useFormatting.ts';
import { bodyLine } from '../inbox/preview.ts';
import { fullName } from '../words/person.ts';
import { t } from '../words/words.ts';
import { WritingBar } from './WritingBar.tsx';

/** What the message being written answers. */
export function ReplyBar({ item, onCancel }: { item: Item | null; onCancel: () => void }) {
  useFormatting();
  return (
    <WritingBar
      title={item === null ? t('reply') : t('replyTo', { name: item.author.displayName })}
      about={item === null ? undefined : fullName(item.author)}
      line={item === null ? '' : bodyLine(item.body)}
      cancel={t('replyCancel')}
      onCancel={onCancel}
    />
  );
}
