import { t } from '../words/words.ts';
import { Button } from './Button.tsx';
import styles from './CodeSheet.module.css';
import { Icon } from './Icon.tsx';
import { useCopy } from './useCopy.ts';

/** A recovery code with the two ways to keep it. It alone is printed. */
export function CodeSheet({ code, name }: { code: string; name: string }) {
  const { copied, copy } = useCopy();
  return (
    <div className={styles.sheet}>
      <div data-print>
        {name !== '' && <p className={styles.printed}>{t('codePrintedFor', { name })}</p>}
        <p className={styles.code} role="group" aria-label={t('codeLabel')} data-testid="recovery-code">
          {code.split(/(?<=-)/).map((group, index) => (
            // eslint-disable-next-line react/no-array-index-key -- two groups may be alike, and none moves
            <span key={index}>{group}</span>
          ))}
        </p>
      </div>
      <div className={styles.actions}>
        <Button look="quiet" onClick={() => void copy(code)}>
          <Icon name={copied ? 'check' : 'copy'} size={16} />
          {copied ? t('codeCopied') : t('codeCopy')}
        </Button>
        <Button look="quiet" onClick={() => print()}>
          <Icon name="print" size={16} />
          {t('codePrint')}
        </Button>
      </div>
      <p className="unseen" role="status">
        {copied ? t('codeCopied') : ''}
      </p>
    </div>
  );
}
