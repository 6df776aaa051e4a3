/** A map that forgets what was not used for longest when it is full. */
export interface RecentlyUsed<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  delete(key: Key): void;
}

export function recentlyUsed<Key, Value>(most: number): RecentlyUsed<Key, Value> {
  const values = new Map<Key, Value>();
  return {
    get(key) {
      const value = values.get(key);
      if (value === undefined) return undefined;
      values.delete(key);
      values.set(key, value);
      return value;
    },
    set(key, value) {
      values.delete(key);
      values.set(key, value);
      if (values.size > most) values.delete(values.keys().next().value as Key);
    },
    delete(key) {
      values.delete(key);
    },
  };
}
