import type { Item } from '../../../client/api.ts';
import { plainLine } from '../formatting/formatting.ts';
import { useFormatting } from '../formatting/useFormatting.ts';
import { fullName } from '../words/person.ts';
import { t } from '../words/words.ts';
import styles from './Quote.module.css';

interface QuoteProps {
  reply: NonNullable<Item['reply']>;
  onLead: (key: string) => void;
}

/** What a message answers; a press leads there. */
export function Quote({ reply, onLead }: QuoteProps) {
  useFormatting();
  const { key, author, excerpt } = reply;
  if (author === null || excerpt === null) return <p className={styles.quote}>{t('quoteGone')}</p>;
  return (
    <button
      type="button"
      className={styles.quote}
      dir="auto"
      title={t('quoteLead', { name: fullName(author) })}
      onClick={() => onLead(key)}
    >
      {t('quoteFrom', { name: author.displayName, text: plainLine(excerpt) })}
    </button>
  );
}
