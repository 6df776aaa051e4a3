/** Puts the focus on a message of the log, where it stands. False: it is not in the page. */
export function focusMessage(log: HTMLElement | null, key: string): boolean {
  const message = log?.querySelector<HTMLElement>(`[data-message="${CSS.escape(key)}"]`);
  message?.focus({ preventScroll: true });
  return message !== undefined && message !== null;
}
