import { useMemo } from 'react';
import type { InboxRow } from '../../../client/api.ts';
import { RowList } from '../ui/RowList.tsx';
import { t } from '../words/words.ts';
import { ConversationRow } from './ConversationRow.tsx';

const ROW = 68;
const keyOf = ({ conversation }: InboxRow): string => conversation;

interface ConversationListProps {
  rows: readonly InboxRow[];
  selected: string | null;
}

export function ConversationList({ rows, selected }: ConversationListProps) {
  const name = t('conversations');
  const sections = useMemo(() => [{ name, rows }], [name, rows]);
  return (
    <RowList name="inbox" sections={sections} keyOf={keyOf} selected={selected} rowHeight={ROW}>
      {(row, tab) => <ConversationRow row={row} selected={row.conversation === selected} {...tab} />}
    </RowList>
  );
}
