import { IconButton } from '../ui/IconButton.tsx';
import { useCopy } from '../ui/useCopy.ts';
import { t } from '../words/words.ts';
import styles from './CodeBlock.module.css';

interface CodeBlockProps {
  text: string;
  reachable: boolean;
}

/** Code keeps its lines, and moves sideways where they are long. */
export function CodeBlock({ text, reachable }: CodeBlockProps) {
  const { copied, copy } = useCopy();
  const tabIndex = reachable ? 0 : -1;
  return (
    <div className={styles.block}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so keys must reach it */}
      <pre className={styles.code} dir="ltr" tabIndex={0} role="group" aria-label={t('code')}>
        <code>{text}</code>
      </pre>
      <IconButton
        icon={copied ? 'check' : 'copy'}
        size="small"
        label={copied ? t('copied') : t('copyCode')}
        tabIndex={tabIndex}
        onClick={() => void copy(text)}
      />
    </div>
  );
}
