import { t } from '../words/words.ts';
import { Button } from './Button.tsx';
import styles from './CodeSheet.module.css';
import { CopyButton } from './CopyButton.tsx';
import { Icon } from './Icon.tsx';

/** A recovery code with the two ways to keep it. It alone is printed. */
export function CodeSheet({ code, name }: { code: string; name: string }) {
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
        <CopyButton look="quiet" text={code} words={t('codeCopy')} done={t('codeCopied')} />
        <Button look="quiet" onClick={() => print()}>
          <Icon name="print" size={16} />
          {t('codePrint')}
        </Button>
      </div>
    </div>
  );
}
