import { memo, useState } from 'react';
import { eventLine } from '../inbox/preview.ts';
import { useLiveWords } from '../session/now.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { dayHeading } from '../words/time.ts';
import { t } from '../words/words.ts';
import styles from './LogRow.module.css';
import { Message, type MessageActions, type MessageProps } from './Message.tsx';
import type { Row } from './rows.ts';

interface LogRowProps extends MessageActions {
  row: Row;
  /** For the divider above what is new. */
  fresh: number;
  sealed: boolean;
  signed: boolean;
  reachable: boolean;
  highlighted: boolean;
  /** What can be done with a message comes with it; once there it stays. */
  tools: boolean;
}

export const LogRow = memo(
  function LogRow({ row, fresh, ...rest }: LogRowProps) {
    if (row.kind === 'day') return <Day at={row.at} />;
    if (row.kind === 'new') return <p className={styles.new}>{t('newDivider', { count: fresh })}</p>;
    if (row.kind === 'elsewhere') return <p className={styles.line}>{t('olderElsewhere')}</p>;
    if (row.kind === 'gap') {
      return (
        <p className={styles.line} data-tone="warn">
          <Icon name="warning" size={14} />
          {t('gap')}
        </p>
      );
    }
    if (row.item.body.type === 'event') return <p className={styles.line}>{eventLine(row.item.body)}</p>;
    const Shown = row.item.blocked ? Folded : Message;
    return <Shown item={row.item} first={row.first} last={row.last} {...rest} />;
  },
  (before, after) => {
    const { row: old, tools: had, ...others } = before;
    const { row, tools, ...rest } = after;
    const same = (Object.keys(rest) as (keyof typeof rest)[]).every((name) => Object.is(rest[name], others[name]));
    return same && (had || !tools) && sameRow(old, row);
  },
);

function sameRow(before: Row, after: Row): boolean {
  if (before.key !== after.key || before.kind !== after.kind) return false;
  if (before.kind !== 'item' || after.kind !== 'item') return true;
  return before.item === after.item && before.first === after.first && before.last === after.last;
}

/** Of somebody who is blocked: what they say is seen by whoever asks for it. */
function Folded(props: MessageProps) {
  const [shown, setShown] = useState(false);
  if (shown) return <Message {...props} />;
  return (
    <p className={styles.line} data-folded>
      {t('blockedMessage')}
      <Button look="quiet" onClick={() => setShown(true)}>
        {t('showBlocked')}
      </Button>
    </p>
  );
}

function Day({ at }: { at: number }) {
  const words = useLiveWords((now) => dayHeading(at, now));
  return <p className={styles.day}>{words}</p>;
}
