import { useState } from 'react';
import { t } from '../words/words.ts';
import { FormattedText } from './FormattedText.tsx';
import styles from './LongText.module.css';
import { folded } from './folded.ts';

interface LongTextProps {
  text: string;
  className: string | undefined;
  reachable: boolean;
}

/** A text as one message of many: of a long one the beginning, and the rest on demand. */
export function LongText({ text, className, reachable }: LongTextProps) {
  const [open, setOpen] = useState(false);
  const { head, rest, plain } = folded(text);
  return (
    <>
      <div className={className} dir="auto">
        {open ? (
          <Whole text={text} plain={plain} reachable={reachable} />
        ) : (
          <>
            <FormattedText text={head} reachable={reachable} />
            {rest !== '' && <span hidden>{rest}</span>}
          </>
        )}
      </div>
      {rest !== '' && (
        <button
          type="button"
          className={styles.more}
          aria-expanded={open}
          tabIndex={reachable ? 0 : -1}
          onClick={() => setOpen(!open)}
        >
          {t(open ? 'showLess' : 'showWhole')}
        </button>
      )}
    </>
  );
}

function Whole({ text, plain, reachable }: { text: string; plain: boolean; reachable: boolean }) {
  return plain ? <p className={styles.plain}>{text}</p> : <FormattedText text={text} reachable={reachable} />;
}
