import { memo } from 'react';
import type { Stream, StreamRecord } from '../../../protocol/api/streams.ts';
import { useLookedAt } from '../session/looking.ts';
import { Badge } from '../ui/Badge.tsx';
import { ListRow } from '../ui/ListRow.tsx';
import type { RowTab } from '../ui/RowList.tsx';
import { t } from '../words/words.ts';
import { followersWords } from './followersWords.ts';
import { Level } from './Level.tsx';
import { MachineSign } from './MachineSign.tsx';
import { oneLine } from './oneLine.ts';
import { SealedMark } from './SealedMark.tsx';

interface StreamRowProps extends RowTab {
  stream: Stream;
  selected: boolean;
}

export const StreamRow = memo(function StreamRow({ stream, selected, reachable, onVisit }: StreamRowProps) {
  const { machine, newest } = stream;
  const unread = useLookedAt() === machine ? 0 : stream.unread;
  return (
    <ListRow
      href={`/streams/${machine}`}
      aria-current={selected ? 'page' : undefined}
      tabIndex={reachable ? 0 : -1}
      onFocus={() => onVisit(machine)}
      unread={unread > 0}
      sign={<MachineSign machine={machine} />}
      name={machine}
      at={newest?.at ?? null}
      line={newest === null ? t('nothingYet') : <Newest record={newest} />}
      badge={unread > 0 && <Badge count={unread} words="unreadBadge" />}
      below={`${stream.disabled ? `${t('streamDisabled')}, ` : ''}${followersWords(stream)}`}
    />
  );
});

function Newest({ record: { level, sealed, message } }: { record: StreamRecord }) {
  return (
    <>
      {level !== null && <Level level={level} />}
      {sealed ? <SealedMark /> : <bdi>{oneLine(message)}</bdi>}
    </>
  );
}
