import { useCallback, useEffect, useState, type RefObject } from 'react';
import { useClient } from '../session/client.ts';
import type { Row } from './rows.ts';
import { focusMessage, type ScrollToRow } from './useScrollToRow.ts';

const SHOWN = 1_800;

interface LeadTo {
  /** From a quote to the message that it quotes. */
  readonly leadTo: (key: string) => void;
  readonly highlighted: string | null;
  /** The message is not there any more; said for a moment. */
  readonly missing: boolean;
}

export function useLeadTo(
  conversation: string,
  scrollToRow: ScrollToRow,
  rows: readonly Row[],
  scroller: RefObject<HTMLDivElement | null>,
): LeadTo {
  const client = useClient();
  const [wanted, setWanted] = useState<string | null>(null);
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);

  const leadTo = useCallback(
    (key: string) => {
      void client.showItem(conversation, key).then((there) => (there ? setWanted(key) : setMissing(true)));
    },
    [client, conversation],
  );
  useEffect(() => {
    if (wanted === null || !rows.some((row) => row.key === wanted)) return undefined;
    scrollToRow(wanted, 'center');
    const frame = requestAnimationFrame(() => {
      setHighlighted(wanted);
      setWanted(null);
      focusMessage(scroller.current, wanted);
    });
    return () => cancelAnimationFrame(frame);
  }, [wanted, rows, scrollToRow, scroller]);
  useEffect(() => {
    if (highlighted === null && !missing) return undefined;
    const timer = setTimeout(() => {
      setHighlighted(null);
      setMissing(false);
    }, SHOWN);
    return () => clearTimeout(timer);
  }, [highlighted, missing]);
  return { leadTo, highlighted, missing };
}
