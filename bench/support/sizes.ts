/** Bytes of an ack, of an entry and of a sealed payload as they are in these measurements. */
export const sizes = { ack: 100, entry: 1003, payload: 479 } as const;

/** As arguments of the bare server. */
export const BARE = [sizes.ack, sizes.entry, sizes.payload].map(String);
