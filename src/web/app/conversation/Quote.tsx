import type { Item } from '../../../client/api.ts';
import { t } from '../words/words.ts';
import styles from './Quote.module.css';

interface QuoteProps {
  reply: NonNullable<Item['reply']>;
  onLead: (key: string) => void;
}

/** What a message answers; a press leads there. */
export function Quote({ reply, onLead }: QuoteProps) {
  if (reply.excerpt === null) return <p className={styles.quote}>{t('quoteGone')}</p>;
  return (
    <button type="button" className={styles.quote} title={t('quoteLead')} onClick={() => onLead(reply.key)}>
      {t('quoteFrom', { name: reply.name, text: reply.excerpt })}
    </button>
  );
}
