import { type RefObject, useEffect } from 'react';

/**
 * Takes the focus to `within` when what had it is gone, a row that was removed for instance, before the next
 * key: else Escape would go to the page behind, and nothing would close.
 */
export function useKeptFocus(within: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = within.current;
    if (element === null) return;
    const observer = new MutationObserver(() => {
      if (document.activeElement === document.body) element.focus();
    });
    observer.observe(element, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [within]);
}
