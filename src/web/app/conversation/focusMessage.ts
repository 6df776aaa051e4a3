/** Puts the focus on a message of the log, where it stands. */
export function focusMessage(log: HTMLElement | null, key: string): void {
  log?.querySelector<HTMLElement>(`[data-message="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}
