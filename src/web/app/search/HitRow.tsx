import type { SearchHit } from '../../../client/api.ts';
import { CommentsSign } from '../comments/CommentsSign.tsx';
import { useFormatting } from '../formatting/useFormatting.ts';
import { RoomSign } from '../rooms/RoomSign.tsx';
import { MachineSign } from '../streams/MachineSign.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { ListRow } from '../ui/ListRow.tsx';
import { PersonName } from '../ui/PersonName.tsx';
import { t } from '../words/words.ts';
import { Marked } from './Marked.tsx';
import { plainExcerpt } from './plainExcerpt.ts';

/** A message that was found: where, when, and a piece of it. */
export function HitRow({ hit, selected }: { hit: SearchHit; selected: boolean }) {
  const { at, mine, room, author, excerpt } = hit;
  useFormatting();
  return (
    <ListRow
      href={pathOf(hit)}
      data-hit=""
      aria-current={selected ? 'true' : undefined}
      sign={<Sign hit={hit} />}
      name={<Where hit={hit} />}
      at={at}
      lines={2}
      line={
        <>
          {mine ? `${t('searchYou')} ` : room !== null && `${author.displayName}: `}
          <Marked excerpt={plainExcerpt(excerpt)} />
        </>
      }
    />
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
