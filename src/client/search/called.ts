import { fold } from './folding.ts';

/** Whether one of the names, or a word of it, begins so. */
export function isCalled(names: readonly string[], asked: string): boolean {
  const wanted = fold(asked.replace(/^[@#]/, '').trim());
  return names.some((name) => ` ${fold(name)}`.includes(` ${wanted}`));
}
