const MARKS = /["[\]{}]/g;

/**
 * Whether JSON nests deeper than `most`. It stops where that is found, so that nobody pays for the rest: to read tens of
 * thousands of levels, and to clear them away again, takes V8 milliseconds.
 * @param text may be anything
 */
export function nestsDeeperThan(text: string, most: number): boolean {
  let depth = 0;
  MARKS.lastIndex = 0;
  for (let found = MARKS.exec(text); found; found = MARKS.exec(text)) {
    const [mark] = found;
    if (mark === '"') MARKS.lastIndex = afterString(text, found.index + 1);
    else depth += mark === '[' || mark === '{' ? 1 : -1;
    if (depth > most) return true;
  }
  return false;
}

/** @param start behind the quote that begins it */
function afterString(text: string, start: number): number {
  let end = text.indexOf('"', start);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
