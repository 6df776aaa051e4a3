import type { FieldWords } from '../words/words.ts';
import type { Answer } from './server.ts';

/** Why something was not sent, when it is not for what was typed. */
export function sayWhy(answer: Pick<Answer<unknown>, 'is'>, words: FieldWords): string {
  if (answer.is === 'wrong') return words.check;
  if (answer.is === 'busy') return words.busy;
  return navigator.onLine ? words.notSent : words.offline;
}
