import type { Stream } from '../../../protocol/api/streams.ts';
import styles from '../conversation/ConversationHeader.module.css';
import { goBackTo } from '../session/location.ts';
import { Icon } from '../ui/Icon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { t } from '../words/words.ts';
import { followersWords } from './followersWords.ts';
import { classes } from '../ui/classes.ts';
import own from './StreamHeader.module.css';
import { MachineSign } from './MachineSign.tsx';

interface StreamHeaderProps {
  stream: Stream;
  onFollowers: () => void;
  onRules: () => void;
}

export function StreamHeader({ stream, onFollowers, onRules }: StreamHeaderProps) {
  const { machine } = stream;
  return (
    <header className={styles.header}>
      <IconButton icon="back" label={t('backToStreams')} className={styles.back} onClick={() => goBackTo('/streams')} />
      <MachineSign machine={machine} />
      <div className={styles.who}>
        <div className={styles.names}>
          <h1 id="stream-heading">{machine}</h1>
          <span className={classes(styles.handle, own.followers)}>{followersWords(stream)}</span>
        </div>
        <p className={styles.sealed} data-sealed={false}>
          <Icon name="unlocked" size={14} />
          {t('serverReads')}
        </p>
      </div>
      <div className={styles.actions}>
        <IconButton icon="people" label={t('followers')} onClick={onFollowers} />
        <IconButton icon="bell" label={t('rules')} onClick={onRules} />
      </div>
    </header>
  );
}
