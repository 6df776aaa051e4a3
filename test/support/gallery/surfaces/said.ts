import type { Body, InboxRow, Item, PersonView } from '../../../../src/client/api.ts';
import { blocksOf, plainWords } from '../../../../src/web/app/formatting/blocks.ts';
import { inline } from '../../../../src/web/app/formatting/marks.ts';
import { wordsOf } from '../../../../src/web/app/formatting/spans.ts';
import { oneLine } from '../../../../src/web/app/streams/oneLine.ts';
import { conversationViews, people, rowOf } from '../people.ts';

// What the surfaces of conversations are given.

export const nothing = (): void => {};

export const named = (text: string): PersonView => ({ ...people.bram, displayName: text });

export const saidIn = (text: string, edited = false): Body => ({ type: 'text', text, edited });

const [example] = conversationViews();
if (example === undefined) throw new Error('nobody has said anything');
export const view = example;

export function itemWith(change: Partial<Item>): Item {
  const [item] = view.items;
  if (item === undefined) throw new Error('nobody has said anything');
  return { ...item, ...change };
}

export const rowWith = (change: Partial<InboxRow>): InboxRow => ({ ...rowOf(view), ...change });

/** The words of a message as they show: without the marks that stand for a format. */
export const asShown = (text: string): string => plainWords(blocksOf(text, inline));

/** A piece of a message, which is one line. */
export const withoutMarks = (text: string): string => wordsOf(inline(text));

/** More does not fit into any line. */
const LINE = 600;

/** As a message is shown in one line. */
export const asLine = (text: string): string => oneLine(asShown(text.slice(0, LINE)));
