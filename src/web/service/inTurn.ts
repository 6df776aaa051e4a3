/** One after the other; of those that wait, one does for all: it sees what came for each. */
export function inTurn(act: () => Promise<void>): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  let waiting: Promise<void> | null = null;
  return () => {
    if (waiting) return waiting;
    const begin = (): Promise<void> => {
      waiting = null;
      return act();
    };
    const next = last.then(begin, begin);
    [last, waiting] = [next, next];
    return next;
  };
}
