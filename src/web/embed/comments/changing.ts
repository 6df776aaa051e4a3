import type { Comment } from '../../../protocol/comments.ts';
import { button, make } from '../dom.ts';
import { createField } from '../form/field.ts';
import type { FieldWords, ThreadWords } from '../words/words.ts';
import type { Item } from './item.ts';
import type { Answer, ThreadServer } from './server.ts';
import { sayWhy } from './why.ts';

export interface Changing {
  readonly server: ThreadServer;
  readonly words: ThreadWords;
  readonly fieldWords: FieldWords;
  readonly announce: (words: string) => void;
  /** It is gone, or only its answers are left. */
  readonly edited: (before: Comment, after: Comment) => void;
  readonly removed: (item: Item) => void;
}

/** The author puts other words in the place of a comment's. */
export function editItem(item: Item, { server, words, fieldWords, announce, edited }: Changing): void {
  const before = item.comment();
  const field = createField({
    name: 'message',
    label: fieldWords.message,
    long: true,
    required: true,
    value: before.message,
  });
  const close = (): void => item.close('edit');
  const save = make('button', { type: 'submit', class: 'main' }, make('span', {}, words.save));
  const buttons = make('div', { class: 'buttons' }, save, button(fieldWords.cancel, 'plain', close));
  const form = make('form', { novalidate: true, 'aria-label': words.edit }, field.element, buttons);
  const submit = async (): Promise<void> => {
    const answer = await server.change(before.comment, { act: 'edit', message: field.input.value });
    if (answer.is === 'here' && answer.value) {
      item.show(answer.value);
      item.focus();
      edited(before, answer.value);
      return;
    }
    const said = whyNot(answer, words, fieldWords);
    field.setProblem(said);
    field.input.focus();
    announce(said);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    else if (event.key === 'Escape') close();
  });
  item.open(form, 'of all');
  field.input.focus();
}

/** The author takes a comment back, once asked. */
export function deleteItem(item: Item, { server, words, fieldWords, announce, removed }: Changing): void {
  const said = make('p', { class: 'problem' });
  const remove = async (): Promise<void> => {
    const answer = await server.change(item.comment().comment, { act: 'delete' });
    if (answer.is === 'here' || answer.is === 'gone') {
      announce(words.deleted);
      return removed(item);
    }
    said.textContent = whyNot(answer, words, fieldWords);
    announce(said.textContent);
  };
  const yes = button(words.delete, 'main', () => void remove());
  const no = button(fieldWords.cancel, 'plain', () => item.close('delete'));
  const question = make('p', {}, words.deleteQuestion);
  const buttons = make('div', { class: 'buttons' }, yes, no);
  const group = make(
    'div',
    { role: 'group', 'aria-label': words.deleteQuestion, class: 'question' },
    question,
    said,
    buttons,
  );
  group.addEventListener('keydown', ({ key }) => key === 'Escape' && item.close('delete'));
  item.open(group);
  yes.focus();
}

function whyNot(answer: Answer<Comment | null>, words: ThreadWords, fieldWords: FieldWords): string {
  if (answer.is === 'refused' || answer.is === 'gone') return words.tooLate;
  const problem = answer.is === 'wrong' ? answer.fields.message : undefined;
  if (problem === 'required') return fieldWords.required.message;
  return problem ? fieldWords.problems[problem] : sayWhy(answer, fieldWords);
}
