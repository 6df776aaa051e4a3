import type { DraftView, KeptDraft } from '../../../client/api.ts';

/** What stands in the box of a conversation. */
export interface Box extends KeptDraft {
  /** Place of the newest draft that this text knows of. */
  readonly base: number;
  /** `taken`: nobody wrote here since it came; `kept`: all of it is stored. */
  readonly state: 'taken' | 'writing' | 'kept';
  /** What was sent last: its draft may still be on its way back. */
  readonly sent: string | null;
}

const empty: Box = { text: '', replyTo: null, over: 0, base: 0, state: 'taken', sent: null };
const boxes = new Map<string, Box>();

/** What was begun in each conversation, as this page has it: there at once when one comes back to it. */
export const boxOf = (conversation: string): Box => boxes.get(conversation) ?? empty;

export const keepBox = (conversation: string, box: Box): void => void boxes.set(conversation, box);

export const forgetDrafts = (): void => boxes.clear();

export const written = (box: Box, change: Partial<Pick<Box, 'text' | 'replyTo'>>): Box => ({
  ...box,
  ...change,
  state: 'writing',
});

export const emptied = (box: Box): Box => ({ ...empty, base: box.base, over: box.base, sent: box.text });

/**
 * The box, once the client shows this draft. What another device wrote is taken in if its box had held what stands here; of
 * two who wrote at once each keeps what stands in their box while it is open.
 */
export function boxWith(box: Box, { text, replyTo, over, place }: DraftView): Box {
  if (place !== null && place <= box.base) return box;
  const base = place ?? box.base;
  if (text === box.text && replyTo === box.replyTo) return base === box.base ? box : { ...box, base };
  if (text !== '' && text === box.sent) return base === box.base ? box : { ...box, base };
  if (box.state === 'writing') return box;
  if (place === null) return box.state === 'kept' ? box : { ...box, text, replyTo, over };
  const isEmpty = box.text === '' && box.replyTo === null;
  if (box.state === 'kept' && !isEmpty && over < box.base) return box;
  return { text, replyTo, over: place, base: place, state: 'taken', sent: null };
}
