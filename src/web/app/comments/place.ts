import type { CommentState } from '../../../protocol/api/threads.ts';

export const states = ['pending', 'approved', 'spam', 'rejected'] as const satisfies readonly CommentState[];

/** Which comments are looked at: of a thread or of all, of one state. */
export interface QueuePlace {
  readonly thread: string | null;
  readonly state: CommentState;
}

/** The address of the page that shows them. Keys of threads may be addresses themselves, so they stand behind the question mark. */
export function pathOf({ thread, state }: QueuePlace): string {
  const query = new URLSearchParams({ ...(thread !== null && { thread }), state });
  return `/comments?${query}`;
}

/** Null: no comments are looked at yet. @param search with or without its question mark */
export function placeOf(search: string): QueuePlace | null {
  const query = new URLSearchParams(search);
  const thread = query.get('thread');
  const state = states.find((known) => known === query.get('state'));
  if (thread === null && state === undefined) return null;
  return { thread, state: state ?? 'pending' };
}
