import { useRef, useState } from 'react';

/** A state, and how to ask for what it is at this moment: several keys may come before the screen is drawn again. */
export function useNewest<Value>(first: Value): [shown: Value, now: () => Value, set: (value: Value) => void] {
  const [shown, setShown] = useState(first);
  const newest = useRef(first);
  const set = (value: Value): void => {
    newest.current = value;
    setShown(value);
  };
  return [shown, () => newest.current, set];
}
