import { problemOf, sanitiseText } from '../../../protocol/commentFields.ts';
import { make } from '../dom.ts';
import type { PageWords } from './pageWords.ts';

/** The box in which the visitor writes again. */
export class WritingAgain {
  readonly element: HTMLFormElement;

  /** @param send answers why it did not go; null: it went */
  constructor({ message, send: sendWord, empty, tooLong }: PageWords, send: (text: string) => Promise<string | null>) {
    const box = make('textarea', { id: 'message', rows: '4', dir: 'auto', 'aria-describedby': 'problem' });
    const problem = make('p', { class: 'problem', id: 'problem', role: 'alert' });
    const go = make('button', { type: 'submit' }, sendWord);
    const field = make('div', { class: 'field' }, make('label', { for: 'message' }, message), box, problem);
    this.element = make('form', { novalidate: true }, field, go);
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      if (go.ariaDisabled === 'true') return;
      const text = sanitiseText(box.value, 'many');
      const wrong = problemOf('message', text);
      if (wrong) {
        problem.textContent = wrong === 'too_long' ? tooLong : empty;
        return box.focus();
      }
      problem.textContent = '';
      go.ariaDisabled = 'true';
      void send(text).then((why) => {
        go.ariaDisabled = null;
        problem.textContent = why;
        if (why === null) box.value = '';
        box.focus();
      });
    });
  }
}
