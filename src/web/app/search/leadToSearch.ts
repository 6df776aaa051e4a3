/** Of the field, wherever it stands. */
export const SEARCH_FIELD = 'search-field';

/** Where the field is out of sight, the inbox comes first: one frame later it is there. */
export function leadToSearch(toInbox: () => void): void {
  if (document.getElementById(SEARCH_FIELD)?.checkVisibility() === true) return focus();
  toInbox();
  requestAnimationFrame(() => requestAnimationFrame(focus));
}

/** Where it has the focus already, the browser's own search has its turn. */
export const isSearching = (): boolean => document.activeElement?.id === SEARCH_FIELD;

function focus(): void {
  const field = document.getElementById(SEARCH_FIELD);
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.select();
}
