/** Where things lie in an account's storage. Numbers are padded, so that the order of keys is their order. */
const padded = (number: number): string => {
  const whole = String(Math.trunc(number)).padStart(12, '0');
  const kept = Math.round((number % 1) * KEPT);
  return kept === 0 ? whole : `${whole}.${String(kept).padStart(6, '0')}`;
};

/** So many entries may be kept behind one that the log has. */
const KEPT = 1_000_000;

/** The place of an entry that the log has no more: behind the last one that it still has, before any that comes. */
export const keptSeq = (last: number, index: number): number => last + Math.min(index + 1, KEPT - 1) / KEPT;

export const keys = {
  self: 'self',
  /** Of the server, to which all places in logs belong. */
  incarnation: 'incarnation',
  /** Since when the newest account key, and this device's box key, are in use here. */
  service: 'service',
  boxService: 'service/box',
  /** Hashes of chain entries that this device made and may have sent. */
  made: 'made',
  seed: (generation: number) => `seed/${padded(generation)}`,
  /** An account key that this device made, as it went to the server. */
  accountKey: (generation: number) => `accountKey/${padded(generation)}`,
  chain: (account: string) => `chain/${account}`,
  conversation: (conversation: string) => `conversation/${conversation}`,
  epoch: (conversation: string, number: number) => `epoch/${conversation}/${padded(number)}`,
  entries: (conversation: string) => `entry/${conversation}/`,
  entry: (conversation: string, seq: number) => `entry/${conversation}/${padded(seq)}`,
  /** Message id -> seq. */
  message: (conversation: string, id: string) => `message/${conversation}/${id}`,
  /** Hash of an envelope that an account says it deleted for everyone. */
  deletion: (conversation: string, account: string, hash: string) => `deletion/${conversation}/${account}/${hash}`,
  /** A piece of a long text that is not whole yet; `of` is its author, device and first message id. */
  piece: (conversation: string, of: string, index: number) => `piece/${conversation}/${of}/${padded(index)}`,
  /** What an account has said instead of its message with that id, whether or not that is here. */
  edits: (conversation: string, id: string, account: string) => `edits/${conversation}/${id}/${account}`,
  /** Reactions to the message with that id, whether or not that is here. */
  reactions: (conversation: string, id: string) => `reactions/${conversation}/${id}`,
  outbox: (conversation: string, id: string) => `outbox/${conversation}/${id}`,
  alarm: (id: string) => `alarm/${id}`,
  /** What was begun there and is not a word of the own log yet. */
  draft: (conversation: string) => `draft/${conversation}/`,
  /** The newest word of the account's own log about a subject. */
  ownWord: (subject: string) => `own/word/${subject}`,
  /** A device's newest entry there. */
  ownDevice: (device: string) => `own/device/${device}`,
  /** Up to there the own log was tidied. */
  ownTidied: 'own/tidied',
  /** How far the index of words reaches; its segments; what has changed since it was made. No word is in a key. */
  search: 'search',
  searchSegment: (number: number) => `search/segment/${padded(number)}`,
  /** This device keeps only those messages of rooms that somebody has looked at. */
  keepingOff: 'keepingOff',
  searchStale: (number: string) => `search/stale/${number}`,
};

/** Where everything lies that is of one conversation, but for its record. */
export const prefixesOf = (conversation: string): string[] =>
  ['epoch', 'entry', 'message', 'deletion', 'piece', 'edits', 'reactions', 'outbox', 'draft'].map(
    (what) => `${what}/${conversation}/`,
  );

/** The first key after all that begin with `prefix`. */
export const after = (prefix: string) => `${prefix}\uFFFF`;
