import { memo } from 'react';
import type { RoomRow as Row } from '../../../client/api.ts';
import { useFormatting } from '../formatting/useFormatting.ts';
import { MutedSign } from '../conversation/MutedSign.tsx';
import { DraftLine } from '../inbox/DraftLine.tsx';
import { bodyLine } from '../inbox/preview.ts';
import { UnreadSign } from '../inbox/UnreadSign.tsx';
import { ListRow } from '../ui/ListRow.tsx';
import type { RowTab } from '../ui/RowList.tsx';
import { t } from '../words/words.ts';
import { RoomSign } from './RoomSign.tsx';

interface RoomRowProps extends RowTab {
  row: Row;
  /** Null: not known yet. */
  online: number | null;
  selected: boolean;
}

export const RoomRow = memo(function RoomRow({ row, online, selected, reachable, onVisit }: RoomRowProps) {
  useFormatting();
  return (
    <ListRow
      href={`/rooms/${row.room}`}
      aria-current={selected ? 'page' : undefined}
      tabIndex={reachable ? 0 : -1}
      onFocus={() => onVisit(row.room)}
      unread={(row.unread > 0 || row.marked) && row.notify !== 'none'}
      sign={<RoomSign room={row.room} />}
      name={
        <>
          {row.room}
          {row.notify === 'none' && <MutedSign />}
        </>
      }
      at={row.preview === null ? null : row.at}
      line={
        <bdi>
          <DraftLine draft={row.draft} line={lineOf(row, online)} />
        </bdi>
      }
      badge={<UnreadSign row={row} />}
    />
  );
});

function lineOf({ preview }: Row, online: number | null): string {
  if (preview === null) return online === null ? '' : t('onlineCount', { count: online });
  const line = bodyLine(preview.body);
  if (preview.body.type !== 'text') return line;
  return preview.mine ? t('you', { text: line }) : t('quoteFrom', { name: preview.author.displayName, text: line });
}
