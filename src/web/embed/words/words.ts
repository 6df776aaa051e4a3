import type { FieldName, FieldProblem } from '../../../protocol/comments.ts';

/** What a visitor's form says, of comments as of contact. */
export interface FieldWords {
  readonly name: string;
  readonly surname: string;
  readonly optional: string;
  readonly email: string;
  readonly emailHint: string;
  readonly message: string;
  readonly honeypot: string;
  readonly send: string;
  readonly sending: string;
  readonly cancel: string;
  readonly left: (count: number) => string;
  readonly tooMany: (count: number) => string;
  readonly problems: Readonly<Record<FieldProblem, string>>;
  readonly required: Readonly<Record<FieldName, string>>;
  readonly check: string;
  readonly notSent: string;
  readonly busy: string;
  readonly offline: string;
  readonly noForm: string;
}

export interface ThreadWords {
  readonly comments: string;
  readonly counted: (count: number) => string;
  readonly loading: string;
  readonly empty: string;
  readonly closed: string;
  readonly order: string;
  readonly oldest: string;
  readonly newest: string;
  readonly more: string;
  moreAnswers(answers: number): string;
  readonly reply: string;
  readonly replyTo: (name: string) => string;
  readonly edit: string;
  readonly save: string;
  readonly delete: string;
  readonly deleteQuestion: string;
  readonly deleted: string;
  readonly gone: string;
  readonly edited: string;
  readonly waiting: string;
  readonly saidWaiting: string;
  readonly saidSent: string;
  readonly saidSaved: string;
  readonly saidMore: string;
  readonly unreachable: string;
  readonly tryAgain: string;
  readonly tooLate: string;
}
