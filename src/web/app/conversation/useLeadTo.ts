import { useCallback, useEffect, useState, type RefObject } from 'react';
import { useClient } from '../session/client.ts';
import type { Row } from './rows.ts';
import type { LogVirtualizer } from './useLogPlace.ts';

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
  virtual: LogVirtualizer,
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
    const index = wanted === null ? -1 : rows.findIndex((row) => row.key === wanted);
    if (index === -1) return undefined;
    virtual.scrollToIndex(index, { align: 'center' });
    const frame = requestAnimationFrame(() => {
      setHighlighted(wanted);
      setWanted(null);
      focusRow(scroller.current, index);
    });
    return () => cancelAnimationFrame(frame);
  }, [wanted, rows, virtual, scroller]);
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

export function focusRow(log: HTMLElement | null, index: number): void {
  log?.querySelector<HTMLElement>(`[data-index="${index}"] [data-message]`)?.focus({ preventScroll: true });
}
