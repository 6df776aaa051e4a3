/** A conversation, or the stream of a machine. */
type Row = { readonly conversation: string } | { readonly machine: string };

/** What of a list of rows is not as it was: of two thousand conversations mostly one. */
export interface RowsPatch<R extends Row> {
  readonly changed: readonly R[];
  /** The rows by name; null: they are the same, in the same order. */
  readonly order: readonly string[] | null;
}

const nameOf = (row: Row): string => ('conversation' in row ? row.conversation : row.machine);

export function patchOf<R extends Row>(before: readonly R[], after: readonly R[]): RowsPatch<R> {
  const known = new Map(before.map((row) => [nameOf(row), row]));
  const isInOrder =
    before.length === after.length && after.every((row, at) => nameOf(row) === nameOf(before[at] ?? row));
  return {
    changed: after.filter((row) => !isSame(known.get(nameOf(row)), row)),
    order: isInOrder ? null : after.map(nameOf),
  };
}

/** The rows as they are now; what has not changed is the same object as before. */
export function patched<R extends Row>(before: readonly R[], { changed, order }: RowsPatch<R>): readonly R[] {
  if (changed.length === 0 && order === null) return before;
  const rows = new Map([...before, ...changed].map((row) => [nameOf(row), row]));
  const names = order ?? before.map(nameOf);
  return names.flatMap((name) => rows.get(name) ?? []);
}

/** Whether two plain values read the same. */
function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => name in other && isSame(Reflect.get(one, name), Reflect.get(other, name)));
}
