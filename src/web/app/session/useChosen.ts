import { useEffect, useState } from 'react';

/** A choice that is stored for the whole device, whichever tab makes it, and how this screen shows another one. */
export function useChosen<Value extends string>(stored: () => Value): [Value, (value: Value) => void] {
  const [value, setValue] = useState(stored);
  useEffect(() => {
    const follow = (): void => setValue(stored());
    addEventListener('storage', follow);
    return () => removeEventListener('storage', follow);
  }, [stored]);
  return [value, setValue];
}
