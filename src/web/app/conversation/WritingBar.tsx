import { IconButton } from '../ui/IconButton.tsx';
import styles from './WritingBar.module.css';

interface WritingBarProps {
  title: string;
  /** What a pointer that rests on it reads. */
  about?: string | undefined;
  line: string;
  cancel: string;
  onCancel: () => void;
}

/** Above the box: what is written there is about a message. */
export function WritingBar({ title, about, line, cancel, onCancel }: WritingBarProps) {
  return (
    <div className={styles.bar}>
      <p className={styles.quote}>
        <strong title={about}>{title}</strong>
        <span dir="auto">{line}</span>
      </p>
      <IconButton icon="close" size="small" label={cancel} onClick={onCancel} />
    </div>
  );
}
