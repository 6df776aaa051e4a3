/**
 * `next`, but with every part that equals the one in `previous` taken from there, so that what has not changed stays the
 * same object. States come from another thread and are fresh copies each time. Lists are matched by `key`,
 * `conversation` or `id` where their entries have one.
 */
export function share<T>(previous: T, next: T): T {
  return merge(previous, next) as T;
}

function merge(previous: unknown, next: unknown): unknown {
  if (Object.is(previous, next)) return previous;
  if (Array.isArray(previous) && Array.isArray(next)) return mergeLists(previous, next);
  if (!isRecord(previous) || !isRecord(next)) return next;
  const names = Object.keys(next);
  let same = names.length === Object.keys(previous).length;
  const merged: Record<string, unknown> = {};
  for (const name of names) {
    merged[name] = merge(previous[name], next[name]);
    same &&= name in previous && Object.is(merged[name], previous[name]);
  }
  return same ? previous : merged;
}

function mergeLists(previous: readonly unknown[], next: readonly unknown[]): unknown {
  const known = new Map(previous.map((entry, index) => [keyOf(entry, index), entry]));
  const merged = next.map((entry, index) => merge(known.get(keyOf(entry, index)), entry));
  const same = merged.length === previous.length && merged.every((entry, index) => Object.is(entry, previous[index]));
  return same ? previous : merged;
}

function keyOf(entry: unknown, index: number): unknown {
  return isRecord(entry) ? (entry['key'] ?? entry['conversation'] ?? entry['id'] ?? index) : index;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
