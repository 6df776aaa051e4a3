/** What sends what one has written: Enter, or Ctrl+Enter (⌘Enter), so that Enter begins a new line. */
export type SendKey = 'enter' | 'modifier';

const KEY = 'waxwing.sendKey';

/** As chosen on this device. */
export function chosenSendKey(): SendKey {
  try {
    return localStorage.getItem(KEY) === 'modifier' ? 'modifier' : 'enter';
  } catch {
    return 'enter';
  }
}

export function chooseSendKey(key: SendKey): void {
  try {
    if (key === 'enter') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, key);
  } catch {
    // Without storage nothing is kept.
  }
}
