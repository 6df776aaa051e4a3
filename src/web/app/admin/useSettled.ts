import { useEffect, useState } from 'react';

/** Somebody who types pauses so long before what they typed is looked for, milliseconds. */
const PAUSE = 250;

/** What was typed, once that has settled. */
export function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}
