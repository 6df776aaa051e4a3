import { memo } from 'react';
import { Link } from 'wouter';
import type { InboxRow } from '../../../client/api.ts';
import { MutedSign } from '../conversation/MutedSign.tsx';
import { CommentsSign } from '../comments/CommentsSign.tsx';
import { useFormatting } from '../formatting/formatting.ts';
import { useLiveWords } from '../session/now.ts';
import { MachineSign } from '../streams/MachineSign.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { Icon } from '../ui/Icon.tsx';
import { PersonName } from '../ui/PersonName.tsx';
import { exactTime, relativeTime } from '../words/time.ts';
import { t } from '../words/words.ts';
import styles from './ConversationRow.module.css';
import { DraftLine } from './DraftLine.tsx';
import { previewLine } from './preview.ts';
import { UnreadSign } from './UnreadSign.tsx';

interface ConversationRowProps {
  row: InboxRow;
  selected: boolean;
  /** The one that Tab stops at. */
  reachable: boolean;
  onVisit: (conversation: string) => void;
}

export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { row, selected, reachable, onVisit } = props;
  useFormatting();
  const when = useLiveWords((now) => relativeTime(row.at, now));
  return (
    <Link
      href={`/c/${row.conversation}`}
      className={styles.row}
      aria-current={selected ? 'page' : undefined}
      data-unread={((row.unread > 0 || row.marked) && row.notify !== 'none') || undefined}
      tabIndex={reachable ? 0 : -1}
      onFocus={() => onVisit(row.conversation)}
    >
      <Sign row={row} />
      <span className={styles.name}>
        {row.kind === 'comments' ? t('comments') : <PersonName person={nameOf(row)} />}
        {row.notify === 'none' && <MutedSign />}
      </span>
      <time className={styles.time} dateTime={new Date(row.at).toISOString()} title={exactTime(row.at)}>
        {when}
      </time>
      <span className={styles.preview}>
        {!row.sealed && row.kind === 'direct' && (
          <span className={styles.unsealed}>
            <Icon name="unlocked" size={14} /> {t('notEncrypted')}
            <span className="unseen">. </span>
          </span>
        )}
        {row.contact !== null && (
          <span className={styles.unsealed}>
            <Icon name="public" size={14} /> {t('contactVisitor')}
            <span className="unseen">. </span>
          </span>
        )}
        <bdi>
          <DraftLine draft={row.draft} line={previewLine(row.preview)} />
        </bdi>
      </span>
      <span className={styles.badge}>
        <UnreadSign row={row} />
      </span>
    </Link>
  );
});

function Sign({ row: { kind, machine, with: person } }: { row: InboxRow }) {
  if (kind === 'comments') return <CommentsSign />;
  return machine === null ? <Avatar person={person} /> : <MachineSign machine={machine} />;
}

/** A visitor of a website has no username; that it is one stands beside what they wrote. */
const nameOf = ({ contact, with: person }: InboxRow): InboxRow['with'] =>
  contact === null ? person : { ...person, username: person.displayName };
