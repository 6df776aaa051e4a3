import { useState } from 'react';
import { askToPersist } from '../session/storage.ts';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/words.ts';
import { Said } from './Said.tsx';
import { Line } from './Section.tsx';
import styles from './Storage.module.css';

/** Browsers may delete what a site stores when a device runs full, unless they are asked not to. */
export function KeepStorage({ persisted }: { persisted: boolean }) {
  const [answer, setAnswer] = useState<boolean | null>(null);
  if (persisted && answer === null) return <p className={styles.text}>{t('storageKept')}</p>;
  return (
    <div className={styles.part}>
      <p className={styles.text} role="status">
        {t(answer === false ? 'storageNotKept' : 'storageMayGo')}
      </p>
      <Line>
        <Button look="quiet" onClick={() => void askToPersist().then(setAnswer)}>
          {t('keepStorage')}
        </Button>
        <Said words={answer === true ? t('storageKeptNow') : null} />
      </Line>
    </div>
  );
}
