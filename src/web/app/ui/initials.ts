const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Two letters for an avatar: of the first and last word, or the first two of a single one. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const [first = name, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  const letters = [...graphemes.segment(first.trim())].map(({ segment }) => segment);
  const second = last === undefined ? letters[1] : [...graphemes.segment(last)][0]?.segment;
  return ((letters[0] ?? '?') + (second ?? '')).toUpperCase();
}

const HUES = 8;

/** Which of the avatars' colours is somebody's: always the same one. */
export function hueOf(person: string): number {
  let hash = 0x811c9dc5; // FNV-1a
  for (const letter of person) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % HUES;
}
