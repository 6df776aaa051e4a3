import { memo } from 'react';
import type { InboxRow } from '../../../client/api.ts';
import { MutedSign } from '../conversation/MutedSign.tsx';
import { CommentsSign } from '../comments/CommentsSign.tsx';
import { useFormatting } from '../formatting/useFormatting.ts';
import { MachineSign } from '../streams/MachineSign.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { ListRow } from '../ui/ListRow.tsx';
import { PersonName } from '../ui/PersonName.tsx';
import type { RowTab } from '../ui/RowList.tsx';
import { t } from '../words/words.ts';
import styles from './ConversationRow.module.css';
import { DraftLine } from './DraftLine.tsx';
import { previewLine } from './preview.ts';
import { UnreadSign } from './UnreadSign.tsx';

interface ConversationRowProps extends RowTab {
  row: InboxRow;
  selected: boolean;
}

export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { row, selected, reachable, onVisit } = props;
  useFormatting();
  return (
    <ListRow
      href={`/c/${row.conversation}`}
      aria-current={selected ? 'page' : undefined}
      unread={(row.unread > 0 || row.marked) && row.notify !== 'none'}
      tabIndex={reachable ? 0 : -1}
      onFocus={() => onVisit(row.conversation)}
      sign={<Sign row={row} />}
      name={
        <>
          {row.kind === 'comments' ? t('comments') : <PersonName person={nameOf(row)} />}
          {row.notify === 'none' && <MutedSign />}
        </>
      }
      at={row.at}
      line={
        <>
          {!row.sealed && row.kind === 'direct' && <Kind icon="unlocked" words={t('notEncrypted')} />}
          {row.contact !== null && <Kind icon="public" words={t('contactVisitor')} />}
          <bdi>
            <DraftLine draft={row.draft} line={previewLine(row.preview)} />
          </bdi>
        </>
      }
      badge={<UnreadSign row={row} />}
    />
  );
});

/** What sets it apart from the others, before what was said. */
function Kind({ icon, words }: { icon: IconName; words: string }) {
  return (
    <span className={styles.kind}>
      <Icon name={icon} size={14} /> {words}
      <span className="unseen">. </span>
    </span>
  );
}

function Sign({ row: { kind, machine, with: person } }: { row: InboxRow }) {
  if (kind === 'comments') return <CommentsSign />;
  return machine === null ? <Avatar person={person} /> : <MachineSign machine={machine} />;
}

/** A visitor of a website has no username; that it is one stands beside what they wrote. */
const nameOf = ({ contact, with: person }: InboxRow): InboxRow['with'] =>
  contact === null ? person : { ...person, username: person.displayName };
