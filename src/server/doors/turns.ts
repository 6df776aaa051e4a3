/**
 * Lets `few` go on in each turn of the event loop, in the order in which they came: however many ask at once for what
 * takes a while, others are heard in between.
 */
export function createTurns(few: number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  const next = (): void => {
    for (const goOn of waiting.splice(0, few)) goOn();
    if (waiting.length > 0) setImmediate(next);
  };
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(next);
    });
}
