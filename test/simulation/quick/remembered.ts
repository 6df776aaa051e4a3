const MOST = 5000;

/** A function of bytes that works each answer out once, for as long as it remembers. */
export function remembered<Value>(work: (bytes: Uint8Array) => Value): (bytes: Uint8Array) => Value {
  const known = new Map<string, Value>();
  return (bytes) => {
    const name = bytes.toHex();
    const there = known.get(name);
    if (there !== undefined) return there;
    if (known.size >= MOST) known.clear();
    const value = work(bytes);
    known.set(name, value);
    return value;
  };
}
