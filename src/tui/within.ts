export const LATE = Symbol('late');

/** What the work answers, or LATE when that takes longer. */
export async function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value | typeof LATE> {
  const late = Promise.withResolvers<typeof LATE>();
  const timer = setTimeout(() => late.resolve(LATE), milliseconds);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
