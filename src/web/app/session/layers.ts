import { useEffect, useRef } from 'react';

interface Layer {
  readonly close: () => void;
}

/** What lies over the page, the lowest first. */
const open: Layer[] = [];
/** The browser is on its way through its history: what is to be done is done once it is there. */
let isMoving = false;
let isSettling = false;
let afterwards: (() => void) | null = null;

/** How many layers lay over the page where the browser's history stands. */
export const layersHere = (): number => Number((history.state as { layers?: number } | null)?.layers ?? 0);

addEventListener('popstate', () => {
  isMoving = false;
  for (const layer of open.splice(layersHere()).toReversed()) layer.close();
  const act = afterwards;
  afterwards = null;
  act?.();
  settleSoon();
});

/** While it is open the browser's back closes it, and nothing else. */
export function useLayer(isOpen: boolean, onClose: () => void): void {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (!isOpen) return undefined;
    const layer = { close: () => close.current() };
    open.push(layer);
    settleSoon();
    return () => {
      const at = open.indexOf(layer);
      if (at !== -1) open.splice(at, 1);
      settleSoon();
    };
  }, [isOpen]);
}

/** Acts where the browser stands still: what it is on its way to would take its place. */
export function onceStill(act: () => void): void {
  if (isMoving) afterwards = act;
  else act();
}

/** Takes what lies over the page out of the history, and then acts. */
export function withoutLayers(act: () => void): void {
  onceStill(() => {
    const layers = layersHere();
    if (layers === 0) return act();
    afterwards = act;
    isMoving = true;
    history.go(-layers);
  });
}

/** A step back in the history that nobody asked the browser for. */
export function stepBack(): void {
  onceStill(() => {
    isMoving = true;
    history.back();
  });
}

/** A layer that closes as another opens leaves the history as it is. */
function settleSoon(): void {
  if (isSettling) return;
  isSettling = true;
  setTimeout(() => {
    isSettling = false;
    if (!isMoving) settle();
  });
}

/** The history has as many entries for layers as there are: also where one comes to what was closed long ago. */
function settle(): void {
  const here = layersHere();
  for (let layers = here + 1; layers <= open.length; layers += 1) history.pushState({ ...history.state, layers }, '');
  if (here <= open.length) return;
  isMoving = true;
  history.go(open.length - here);
}
