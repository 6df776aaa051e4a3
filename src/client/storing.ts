import type { Outcome } from './outcome.ts';

/** What this device keeps of what the server has too. */
export interface Storing {
  /** Entries of conversations and rooms that are stored here, and how many of them `letGo` would take off this device. */
  stored(): Promise<Outcome<StoredHere>>;
  /**
   * Takes what is old in a conversation off this device, and answers how many messages went. They come from the server again
   * when somebody scrolls up to them. Nothing goes that is unread, waits to be sent, or is on this device alone.
   */
  letGo(conversation: string): Promise<Outcome<{ messages: number }>>;
}

export interface StoredHere {
  readonly entries: number;
  readonly old: number;
}
