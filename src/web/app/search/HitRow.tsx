import { Link } from 'wouter';
import type { SearchHit } from '../../../client/api.ts';
import { CommentsSign } from '../comments/CommentsSign.tsx';
import { RoomSign } from '../rooms/RoomSign.tsx';
import { useLiveWords } from '../session/now.ts';
import { MachineSign } from '../streams/MachineSign.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { PersonName } from '../ui/PersonName.tsx';
import { exactTime, relativeTime } from '../words/time.ts';
import { t } from '../words/words.ts';
import styles from './HitRow.module.css';
import { Marked } from './Marked.tsx';

/** A message that was found: where, when, and a piece of it. */
export function HitRow({ hit, selected }: { hit: SearchHit; selected: boolean }) {
  const { at, mine, room, author, excerpt } = hit;
  const when = useLiveWords((now) => relativeTime(at, now));
  return (
    <Link href={pathOf(hit)} className={styles.row} data-hit="" aria-current={selected ? 'true' : undefined}>
      <Sign hit={hit} />
      <span className={styles.name}>
        <Where hit={hit} />
      </span>
      <time className={styles.time} dateTime={new Date(at).toISOString()} title={exactTime(at)}>
        {when}
      </time>
      <span className={styles.text}>
        {mine ? `${t('searchYou')} ` : room !== null && `${author.displayName}: `}
        <Marked excerpt={excerpt} />
      </span>
    </Link>
  );
}

function Where({ hit: { kind, room, with: person } }: { hit: SearchHit }) {
  if (kind === 'comments') return t('comments');
  if (room !== null) return `#${room}`;
  return <PersonName person={kind === 'contact' ? { ...person, username: person.displayName } : person} />;
}

function Sign({ hit: { kind, room, with: person } }: { hit: SearchHit }) {
  if (kind === 'comments') return <CommentsSign />;
  if (kind === 'alerts') return <MachineSign machine={person.username} />;
  return room === null ? <Avatar person={person} /> : <RoomSign room={room} />;
}

const pathOf = ({ room, conversation, key }: SearchHit): string =>
  `${room === null ? `/c/${conversation}` : `/rooms/${room}`}/m/${key}`;
