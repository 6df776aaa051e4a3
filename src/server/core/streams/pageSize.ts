/** Records that are read at a time, so that long ones never fill the memory. */
export const STEP = 50;

/** A page with so many UTF-16 units of messages ends, however few records it has. */
export const LARGEST_PAGE = 2 * 1024 * 1024;

/** UTF-16 units of all messages. */
export const sizeOf = (records: readonly { readonly message: string }[]): number =>
  records.reduce((sum, { message }) => sum + message.length, 0);
