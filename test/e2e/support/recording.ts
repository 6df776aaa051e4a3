import type { Window } from '../../support/tmux.ts';
import { PASSWORD } from './people.ts';

/** A session as it was typed and as it stood on the screens, to be read by people. */
export class Recording {
  #text: string;

  /** @param head what it is, for whoever comes upon it */
  constructor(head: readonly string[]) {
    this.#text = `${head.join('\n')}\n`;
  }

  /** What happens next, or what happens in a browser. */
  tells(what: string): void {
    this.#text += `\n\n## ${what}\n`;
  }

  type(window: Window, line: string): void {
    this.#typed(window, line.replaceAll(PASSWORD, '(the password)'));
    window.type(line);
  }

  press(window: Window, key: string, meaning: string): void {
    this.#typed(window, `(${meaning})`);
    window.press(key);
  }

  /** Waits for that, and keeps the screen on which it stands. */
  async shows(window: Window, wanted: string | RegExp): Promise<string> {
    const screen = await window.shows(wanted);
    const rows = screen.replaceAll(/^\n+|\n+$/g, '').split('\n');
    this.#text += `\n${window.name}:\n${rows.map((row) => `    │ ${row}`.trimEnd()).join('\n')}\n`;
    return screen;
  }

  text(): string {
    return this.#text;
  }

  #typed({ name }: Window, what: string): void {
    this.#text += `\n${name} types: ${what}\n`;
  }
}
