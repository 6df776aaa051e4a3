import { make } from '../dom.ts';

export interface FieldOptions {
  readonly name: string;
  readonly label: string;
  /** Stands beside the label. */
  readonly hint?: string;
  readonly required?: boolean;
  readonly type?: 'text' | 'email';
  readonly autocomplete?: string;
  /** A box of several lines. */
  readonly long?: boolean;
  readonly value?: string;
}

export interface Field {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement | HTMLTextAreaElement;
  /** Says what is wrong with it, at it; null: nothing is. */
  setProblem(words: string | null): void;
  /** Says something in passing, such as how much room is left. */
  setNote(words: string): void;
}

let made = 0;

/** A labelled field that says at itself what is wrong with it. */
export function createField(options: FieldOptions): Field {
  const { name, label, hint, long = false, required = false } = options;
  const id = `${name}-${(made += 1)}`;
  const input = make(long ? 'textarea' : 'input', {
    id,
    name,
    type: long ? null : (options.type ?? 'text'),
    rows: long ? '4' : null,
    autocomplete: options.autocomplete ?? 'off',
    dir: 'auto',
    'aria-required': required && 'true',
    'aria-describedby': `${id}-hint ${id}-note ${id}-problem`,
  });
  input.value = options.value ?? '';
  const note = make('span', { id: `${id}-note`, class: 'hint' });
  const problem = make('span', { id: `${id}-problem`, class: 'problem' });
  const head = make(
    'span',
    { class: 'label' },
    make('label', { for: id }, label),
    make('span', { id: `${id}-hint`, class: 'hint' }, hint ?? ''),
  );
  const setProblem = (words: string | null): void => {
    problem.textContent = words;
    if (words === null) input.removeAttribute('aria-invalid');
    else input.setAttribute('aria-invalid', 'true');
  };
  input.addEventListener('input', () => setProblem(null));
  return {
    element: make('div', { class: `field ${name}` }, head, input, note, problem),
    input,
    setProblem,
    setNote(words) {
      note.textContent = words;
    },
  };
}

/** Nobody sees or reaches it; a program that fills in every field does. */
export function createHoneypot(label: string): { readonly element: HTMLElement; readonly input: HTMLInputElement } {
  const input = make('input', { name: 'website', type: 'text', tabindex: '-1', autocomplete: 'off' });
  return { element: make('div', { class: 'website', 'aria-hidden': 'true' }, make('label', {}, label, input)), input };
}
