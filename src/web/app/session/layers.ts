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
/** A browser that does not go where it is sent holds nothing up for longer, milliseconds. */
const PATIENCE = 2000;
let late: ReturnType<typeof setTimeout> | undefined;

/** How many layers lay over the page where the browser's history stands. */
export const layersHere = (): number => Number((history.state as { layers?: number } | null)?.layers ?? 0);

addEventListener('popstate', () => {
  // What was opened while the history moved by itself stays.
  if (!isMoving) closeAbove(layersHere());
  arrived();
});

function move(by: number): void {
  isMoving = true;
  clearTimeout(late);
  late = setTimeout(arrived, PATIENCE);
  history.go(by);
}

function arrived(): void {
  clearTimeout(late);
  isMoving = false;
  const act = afterwards;
  afterwards = null;
  act?.();
  settleSoon();
}

function closeAbove(layers: number): void {
  for (const layer of open.splice(layers).toReversed()) layer.close();
}

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

/** Closes what lies over the page, takes it out of the history, and then acts. */
export function withoutLayers(act: () => void): void {
  onceStill(() => {
    const layers = layersHere();
    if (layers === 0) return act();
    afterwards = act;
    // From here on whoever closes and goes elsewhere waits, too.
    isMoving = true;
    closeAbove(0);
    move(-layers);
  });
}

/** A step back in the history that nobody asked the browser for. */
export function stepBack(): void {
  onceStill(() => move(-1));
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
  if (here > open.length) move(open.length - here);
}
