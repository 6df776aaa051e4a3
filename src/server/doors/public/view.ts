import type { FieldName, FieldProblem, FieldProblems, Submission, ThreadPage } from '../../../protocol/comments.ts';
import type { PublicWords } from './publicWords.ts';

export type Done = keyof PublicWords['done'];
/** What the address of a page says after something was done (`?done=`). */
export const isDone = (text: string | undefined): text is Done =>
  ['waiting', 'shown', 'edited', 'deleted'].includes(text ?? '');

/** Refusals that people are told of in words. */
export type Sorry = keyof PublicWords['sorry'];

export type Typed = Readonly<Pick<Submission, FieldName>> & { readonly token?: string };

/** A thread as a page for people, and what they just tried. */
export interface PageView {
  readonly page: ThreadPage;
  readonly words: PublicWords;
  /** The comment that the form is to answer (`?reply=`); one that is not on this page counts as none. */
  readonly replyTo?: string | undefined;
  /** It has only some answers to one comment: those words of its address say which. */
  readonly part?: { readonly answers: string; readonly after?: string } | undefined;
  readonly done?: Done | undefined;
  /** Why nothing was done. */
  readonly sorry?: Sorry;
  /** A comment that was not taken: what was typed, and what is wrong with it, if it is that. */
  readonly refused?: { readonly typed: Typed; readonly problems: FieldProblems };
  /** A change that was not taken. */
  readonly refusedEdit?: { readonly comment: string; readonly typed: string; readonly problem: FieldProblem };
}
