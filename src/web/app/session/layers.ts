import { useEffect, useLayoutEffect, useRef } from 'react';
import { createLayerSteps } from './layerSteps.ts';

const browser = {
  state: () => history.state as object | null,
  address: () => location.href,
  push: (state: object, address?: string) => history.pushState(state, '', address),
  replace: (state: object, address?: string) => history.replaceState(state, '', address),
  go: (by: 1 | -1) => history.go(by),
};

/** What lies over the pages of this tab. */
export const layers = createLayerSteps(browser, () => crypto.randomUUID());

addEventListener('popstate', () => layers.arrived());
for (const event of ['pushState', 'replaceState']) addEventListener(event, () => layers.written());

/** While it is open the browser's back closes it, and nothing else. */
export function useLayer(isOpen: boolean, onClose: () => void, { stays = false } = {}): void {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  // Its step is there before it can be seen.
  useLayoutEffect(() => (isOpen ? layers.open({ close: () => close.current(), stays }) : undefined), [isOpen, stays]);
}
