/** An origin as browsers write it, of whatever address was typed; null: it is none. */
export function originOf(typed: string): string | null {
  const text = typed.trim();
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  return new URL(text).origin;
}

/** A thread's key as it is kept, of what was typed; null: it cannot be one. */
export function keyOf(typed: string): string | null {
  const text = typed.trim();
  if (/^https?:\/\//i.test(text)) {
    if (!URL.canParse(text)) return null;
    const address = new URL(text);
    address.hash = '';
    return address.username === '' ? address.href : null;
  }
  const name = text.toLowerCase();
  return /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/.test(name) ? name : null;
}

/** What stands on lines of its own, or behind commas. */
export const listOf = (typed: string): string[] =>
  typed
    .split(/[\s,]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
