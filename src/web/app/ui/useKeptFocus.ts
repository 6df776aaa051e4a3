import { type RefObject, useEffect } from 'react';

/**
 * Keeps the focus in `within` when what had it is gone, before the next key: else Escape would go to the page behind, and
 * nothing would close. Of a row that was removed the neighbour's button gets it, else `within` itself.
 */
export function useKeptFocus(within: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = within.current;
    if (element === null) return;
    let row: Row | null = null;
    const onFocus = ({ target }: FocusEvent): void => {
      row = target instanceof Element ? rowOf(target) : null;
    };
    const observer = new MutationObserver(() => {
      if (document.activeElement !== document.body) return;
      (buttonNear(row) ?? element).focus();
    });
    element.addEventListener('focusin', onFocus);
    observer.observe(element, { childList: true, subtree: true });
    return () => {
      element.removeEventListener('focusin', onFocus);
      observer.disconnect();
    };
  }, [within]);
}

interface Row {
  readonly list: Element;
  readonly index: number;
}

function rowOf(target: Element): Row | null {
  const row = target.closest('li');
  const list = row?.parentElement;
  return row && list ? { list, index: [...list.children].indexOf(row) } : null;
}

/** Of the row that has come into the place of that one, else of the last. */
function buttonNear(row: Row | null): HTMLElement | null {
  if (!row?.list.isConnected) return null;
  const near = row.list.children[row.index] ?? row.list.lastElementChild;
  return near?.querySelector<HTMLElement>('button') ?? null;
}
