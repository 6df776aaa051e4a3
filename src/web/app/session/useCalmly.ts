import { useEffect, useState } from 'react';

/** How often what is shown of others may be asked for anew, milliseconds: with thousands online somebody always comes or goes. */
const CALM = 5000;

/** Follows a value, at first at once and then with pauses. */
export function useCalmly<T>(value: T): T {
  const [calm, setCalm] = useState({ value, at: 0 });
  useEffect(() => {
    if (Object.is(calm.value, value)) return undefined;
    const wait = Math.max(0, calm.at + CALM - Date.now());
    const timer = setTimeout(() => setCalm({ value, at: Date.now() }), wait);
    return () => clearTimeout(timer);
  }, [value, calm]);
  return calm.value;
}
