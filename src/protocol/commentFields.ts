import type { FieldName, FieldProblem, FieldProblems, Submission } from './comments.ts';
import { limits } from './limits.ts';
import { PILE_OF_MARKS, UNSEEN } from './unseen.ts';

// What becomes of a visitor's words before anything else looks at them: first `sanitise`, then `validate`.

interface Rule {
  readonly required: boolean;
  /** Unicode code points. */
  readonly longest: number;
  readonly lines: 'one' | 'many';
}

const rules: Readonly<Record<FieldName, Rule>> = {
  name: { required: true, longest: limits.visitorName, lines: 'one' },
  surname: { required: false, longest: limits.visitorName, lines: 'one' },
  email: { required: true, longest: limits.visitorEmail, lines: 'one' },
  message: { required: true, longest: limits.comment, lines: 'many' },
};

/** From here and not from the schemas, which no page of another site should have to load. */
const fieldNames = Object.keys(rules) as FieldName[];

const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;
/** Code points that Unicode keeps out of text for good; XML has no spelling for two of them. */
const NO_CHARACTER = /\p{Noncharacter_Code_Point}/gu;
/** Letters that show as nothing are no name. */
const SEEN = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{M}\u2800]/u;

/**
 * The fields that people fill in: Unicode's form NFC, without control characters, marks of direction and what has no
 * width, without space around them. Line breaks are `\n` in the message and a space elsewhere; tabs are spaces. What is no
 * text at all (half a character, a pile of marks) stays for `validate` to refuse. Doing it twice is doing it once.
 */
export function sanitise(submission: Submission): Submission {
  const clean = { ...submission };
  for (const field of fieldNames) clean[field] = sanitiseText(submission[field], rules[field].lines);
  return clean;
}

/** What `sanitise` does to one field. */
export function sanitiseText(text: string, lines: Rule['lines']): string {
  const broken = text.replace(LINE_BREAK, lines === 'many' ? '\n' : ' ').replaceAll('\t', ' ');
  const seen = broken.replace(UNSEEN, (unseen) => (unseen === '\n' ? '\n' : '')).replace(NO_CHARACTER, '');
  return (isText(seen) ? seen.normalize('NFC') : seen).trim();
}

/** What is wrong with what `sanitise` left, a problem for each field; null: nothing. */
export function validate(submission: Submission): { readonly problems: FieldProblems } | null {
  const problems: FieldProblems = {};
  for (const field of fieldNames) {
    const problem = problemOf(field, submission[field]);
    if (problem !== null) problems[field] = problem;
  }
  return Object.keys(problems).length === 0 ? null : { problems };
}

/** The same for one field; an author who puts other words in place of a message is held to it too. */
export function problemOf(field: FieldName, text: string): FieldProblem | null {
  const { required, longest } = rules[field];
  if (text === '') return required ? 'required' : null;
  if (!isText(text)) return 'not_text';
  if (!SEEN.test(text)) return required ? 'required' : 'not_text';
  if (codePoints(text) > longest) return 'too_long';
  return field === 'email' && !isEmailAddress(text) ? 'not_an_address' : null;
}

/** As the HTML standard has it for `<input type="email">`: what every browser takes, and nothing else. */
export const isEmailAddress = (text: string): boolean => EMAIL.test(text);

const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const EMAIL = new RegExp(`^[a-zA-Z0-9.!#$%&'*+/=?^_\`{|}~-]+@${LABEL}(?:\\.${LABEL})*$`);

const isText = (text: string): boolean => text.isWellFormed() && !PILE_OF_MARKS.test(text);

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
