import type { FieldProblem } from '../../../protocol/comments.ts';

/** Every word of the pages for visitors. */
export interface PublicWords {
  readonly language: string;
  count(comments: number): string;
  readonly none: string;
  readonly order: string;
  readonly oldest: string;
  readonly newest: string;
  readonly more: string;
  moreAnswers(answers: number): string;
  readonly all: string;
  readonly feed: string;
  readonly reply: string;
  replyTo(name: string): string;
  readonly noReply: string;
  readonly gone: string;
  readonly waits: string;
  readonly edited: string;
  readonly change: string;
  readonly save: string;
  readonly remove: string;
  readonly write: string;
  readonly name: string;
  readonly surname: string;
  readonly optional: string;
  readonly email: string;
  readonly emailHint: string;
  readonly message: string;
  readonly messageHint: string;
  readonly leaveEmpty: string;
  readonly send: string;
  readonly closed: string;
  readonly needsScript: string;
  readonly check: string;
  readonly done: {
    readonly waiting: string;
    readonly shown: string;
    readonly edited: string;
    readonly deleted: string;
  };
  readonly sorry: {
    readonly not_found: string;
    readonly too_many_requests: string;
    readonly forbidden: string;
    readonly foreign_origin: string;
    readonly invalid: string;
  };
  /** Below `not_found`. */
  readonly nowhere: string;
  readonly home: string;
  problem(problem: FieldProblem, most: number): string;
  /** The e-mail that there is an answer to what a contact form brought. */
  readonly notice: { readonly subject: string; text(host: string): string };
}
