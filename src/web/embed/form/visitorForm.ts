import type { FieldName, FieldProblem, FieldProblems } from '../../../protocol/comments.ts';
import { limits } from '../../../protocol/limits.ts';
import { button, make } from '../dom.ts';
import type { FieldWords } from '../words/words.ts';
import { createField, createHoneypot, type Field } from './field.ts';

export type Typed = Record<FieldName, string>;

/** What has come of sending: it went, or what to say, at the fields or below them. What was typed stays. */
export type Sent = { readonly done: true } | { readonly problems?: FieldProblems; readonly said: string };

export interface VisitorFormOptions {
  readonly words: FieldWords;
  /** Accessible name of the form, unlike that of any field in it; null: it needs none. */
  readonly name: string | null;
  /** On the button; else `Send`. */
  readonly send?: string;
  readonly typed: Typed;
  /** Somebody begins: the focus came into the form for the first time. */
  readonly begun: () => void;
  readonly changed: (typed: Typed) => void;
  readonly submit: (typed: Typed, website: string) => Promise<Sent>;
  /** Says to people who do not see it what is said below the fields. */
  readonly announce: (words: string) => void;
  /** There is a way out, by button and by Escape. */
  readonly cancel?: () => void;
}

export interface VisitorForm {
  readonly element: HTMLFormElement;
  /** Where one begins to write: who one is, if that is not there yet. */
  focus(): void;
}

/** Who writes, and what. Ctrl+Enter sends from anywhere in it. */
export function createVisitorForm(options: VisitorFormOptions): VisitorForm {
  const { words } = options;
  const fields = createFields(words, options.typed);
  const names = Object.keys(fields) as FieldName[];
  const honeypot = createHoneypot(words.honeypot);
  const said = make('p', { class: 'said' });
  const send = make('button', { type: 'submit', class: 'main' }, make('span', {}, options.send ?? words.send));
  const buttons = make('div', { class: 'buttons' }, send);
  if (options.cancel) buttons.append(button(words.cancel, 'plain', options.cancel));
  const element = make(
    'form',
    { novalidate: true, 'aria-label': options.name, class: 'visitor' },
    ...names.map((name) => fields[name].element),
    honeypot.element,
    said,
    buttons,
  );
  const typed = (): Typed => mapFields(names, (name) => fields[name].input.value);
  const mark = (problems: FieldProblems): void => {
    for (const name of names) fields[name].setProblem(wordsFor(words, name, problems[name]));
  };
  const submit = async (): Promise<void> => {
    if (send.ariaDisabled === 'true') return;
    setBusy(send, words.sending);
    said.textContent = '';
    options.announce(words.sending);
    const sent = await options.submit(typed(), honeypot.input.value);
    setIdle(send, options.send ?? words.send);
    const problems = 'done' in sent ? {} : (sent.problems ?? {});
    mark(problems);
    if ('done' in sent) {
      fields.message.input.value = '';
      return;
    }
    said.textContent = sent.said;
    options.announce(sent.said);
    fields[names.find((name) => problems[name]) ?? 'message'].input.focus();
  };
  listen(element, { ...options, changed: () => options.changed(typed()), submit });
  const count = (): void => fields.message.setNote(roomLeft(words, fields.message.input.value));
  fields.message.input.addEventListener('input', count);
  count();
  return {
    element,
    focus: () => fields[fields.name.input.value === '' ? 'name' : 'message'].input.focus(),
  };
}

function createFields(words: FieldWords, typed: Typed): Record<FieldName, Field> {
  const field = (name: FieldName, more: Partial<Parameters<typeof createField>[0]>): Field =>
    createField({ name, label: words[name], value: typed[name], required: true, ...more });
  return {
    name: field('name', { autocomplete: 'given-name' }),
    surname: field('surname', { autocomplete: 'family-name', hint: words.optional, required: false }),
    email: field('email', { autocomplete: 'email', type: 'email', hint: words.emailHint }),
    message: field('message', { long: true }),
  };
}

interface Listeners extends Pick<VisitorFormOptions, 'begun' | 'cancel'> {
  readonly changed: () => void;
  readonly submit: () => Promise<void>;
}

function listen(form: HTMLFormElement, { begun, changed, submit, cancel }: Listeners): void {
  form.addEventListener('focusin', begun, { once: true });
  form.addEventListener('input', changed);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    else if (event.key === 'Escape' && cancel) {
      event.stopPropagation();
      cancel();
    }
  });
}

function wordsFor(words: FieldWords, name: FieldName, problem: FieldProblem | undefined): string | null {
  if (!problem) return null;
  return problem === 'required' ? words.required[name] : words.problems[problem];
}

/** Silent until the end is near. */
function roomLeft(words: FieldWords, message: string): string {
  const left = limits.comment - Array.from(message).length;
  if (left > 200) return '';
  return left < 0 ? words.tooMany(-left) : words.left(left);
}

/** The button keeps the focus while it waits. */
function setBusy(send: HTMLButtonElement, words: string): void {
  send.ariaDisabled = 'true';
  send.firstElementChild?.replaceChildren(words);
}

function setIdle(send: HTMLButtonElement, words: string): void {
  send.ariaDisabled = null;
  send.firstElementChild?.replaceChildren(words);
}

function mapFields(names: readonly FieldName[], read: (name: FieldName) => string): Typed {
  return Object.fromEntries(names.map((name) => [name, read(name)])) as Typed;
}
