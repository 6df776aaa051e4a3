import type { FieldName, FieldProblem, FieldProblems, ThreadPage } from '../../../protocol/comments.ts';
import type { PublicWords } from './publicWords.ts';

export type Done = keyof PublicWords['done'];
/** What the address of a page says after something was done (`?done=`). */
export const isDone = (text: string | undefined): text is Done =>
  ['waiting', 'shown', 'edited', 'deleted'].includes(text ?? '');

/** A thread as a page for people, and what they just tried. */
export interface PageView {
  readonly page: ThreadPage;
  readonly words: PublicWords;
  /** The comment that the form is to answer (`?reply=`); one that is not on this page counts as none. */
  readonly replyTo?: string | undefined;
  readonly done?: Done | undefined;
  /** A comment that was not taken: what was typed, and what is wrong with it. */
  readonly refused?: { readonly typed: Readonly<Record<FieldName, string>>; readonly problems: FieldProblems };
  /** A change that was not taken. */
  readonly refusedEdit?: { readonly comment: string; readonly typed: string; readonly problem: FieldProblem };
}
