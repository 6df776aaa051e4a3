import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { useClient } from '../session/client.ts';
import { placeLeft } from '../session/places.ts';
import { focusMessage } from './focusMessage.ts';
import type { Row } from './rows.ts';
import type { ScrollToRow } from './useScrollToRow.ts';

const SHOWN = 1_800;
const SAID = 6_000;

/** To a message: from a quote of it, by a link, or back to where the reader stood. */
interface Lead {
  readonly key: string;
  readonly by: 'quote' | 'link' | 'back';
}

interface Leading {
  readonly lead: (to: Lead) => void;
  /** The message to show, once it is in the window. */
  readonly wanted: Lead | null;
  readonly arrived: () => void;
  readonly looking: boolean;
  /** What led to nothing; said for a moment. */
  readonly lost: Lead['by'] | null;
}

interface Way {
  readonly address: string;
  readonly to: Lead | null;
  /** Null: it is being looked for. */
  readonly there: boolean | null;
}

/** @param address of what is shown, the message that a link leads to included; `target` is that message */
export function useLead(window: string, address: string, target: string | null): Leading {
  const client = useClient();
  const begun = (): Way => ({ address, to: leadOf(address, target), there: null });
  const [way, setWay] = useState(begun);
  if (way.address !== address) setWay(begun());
  const { to, there } = way;
  const end = useCallback(() => setWay((now) => ({ ...now, to: null, there: null })), []);

  useEffect(() => {
    if (to === null || there !== null) return undefined;
    let isOn = true;
    void client.showItem(window, to.key).then((found) => {
      if (isOn) setWay((now) => ({ ...now, there: found === true }));
    });
    return () => {
      isOn = false;
    };
  }, [client, window, to, there]);
  const lost = there === false ? (to?.by ?? null) : null;
  useEffect(() => {
    if (lost === null) return undefined;
    const timer = setTimeout(end, lost === 'link' ? SAID : SHOWN);
    return () => clearTimeout(timer);
  }, [lost, end]);
  return {
    lead: useCallback((next: Lead) => setWay((now) => ({ ...now, to: next, there: null })), []),
    wanted: there === true ? to : null,
    arrived: end,
    looking: to !== null && there === null,
    lost,
  };
}

function leadOf(address: string, target: string | null): Lead | null {
  const left = placeLeft(address);
  if (left !== null) return { key: left, by: 'back' };
  return target === null ? null : { key: target, by: 'link' };
}

interface Log {
  readonly opened: boolean;
  readonly rows: readonly Row[];
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly scrollToRow: ScrollToRow;
}

/** Brings what is wanted into the middle, shows which it is and puts the focus there. Answers the message that is shown so. */
export function useArrival({ wanted, arrived }: Leading, { opened, rows, scroller, scrollToRow }: Log): string | null {
  const [highlighted, highlight] = useState<string | null>(null);
  const unfocused = useRef<{ readonly key: string; readonly instead: Element | null } | null>(null);
  useEffect(() => {
    if (!opened || wanted === null || !rows.some((row) => row.key === wanted.key)) return undefined;
    scrollToRow(wanted.key, wanted.by === 'back' ? 'start' : 'center');
    const frame = requestAnimationFrame(() => {
      arrived();
      if (wanted.by === 'back') return;
      unfocused.current = { key: wanted.key, instead: document.activeElement };
      highlight(wanted.key);
    });
    return () => cancelAnimationFrame(frame);
  }, [wanted, arrived, opened, rows, scrollToRow, scroller]);
  // On a busy machine its row comes into the page some frames after it was scrolled to. Whoever writes by then is left alone.
  useEffect(() => {
    if (unfocused.current === null) return;
    const { key, instead } = unfocused.current;
    if (document.activeElement !== instead || focusMessage(scroller.current, key)) unfocused.current = null;
  });
  useEffect(() => {
    if (highlighted === null) return undefined;
    const timer = setTimeout(() => {
      unfocused.current = null;
      highlight(null);
    }, SHOWN);
    return () => clearTimeout(timer);
  }, [highlighted]);
  return highlighted;
}
