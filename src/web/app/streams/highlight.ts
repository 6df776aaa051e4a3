/** A text in parts: every other one, from the second on, begins with a word that was searched for. */
export function highlighted(text: string, words: string): readonly string[] {
  const asked = words.match(/[\p{L}\p{N}]+/gu);
  if (asked === null) return [text];
  const longestFirst = [...new Set(asked)].toSorted((a, b) => b.length - a.length);
  return text.split(new RegExp(`(?<![\\p{L}\\p{N}])(${longestFirst.join('|')})`, 'giu'));
}
