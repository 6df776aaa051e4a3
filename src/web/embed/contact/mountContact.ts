import type * as Sealing from '../../../crypto/sealContact.ts';
import { sanitise, validate } from '../../../protocol/commentFields.ts';
import type { ContactRecipients } from '../../../protocol/contact.ts';
import type { ThreadPage } from '../../../protocol/comments.ts';
import { createThreadServer } from '../comments/server.ts';
import { button, make } from '../dom.ts';
import { createFormTokens } from '../form/tokens.ts';
import { createVisitorForm, type Sent, type Typed } from '../form/visitorForm.ts';
import type { Given } from '../given.ts';
import { fieldWords } from '../words/fields.ts';
import css from './contact.css?inline';
import { createPrivateLink } from './privateLink.ts';
import { type ContactServer, createContactServer, type SendAnswer } from './server.ts';
import { contactWords } from './words.ts';

/** Shows the contact form of a page; nothing at all where there is none. */
export function mountContact(root: ShadowRoot, given: Given): void {
  const words = contactWords[given.language];
  const host = root.host as HTMLElement;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
  const live = make('p', { role: 'status', class: 'unseen' });
  const content = make('div', { class: 'content' });
  root.append(make('section', { lang: given.language }, content, live));
  const announce = (said: string): void => {
    live.textContent = said;
  };
  const threads = createThreadServer(given.server, given.thread);
  const server = createContactServer(given.server, given.thread);
  const load = async (): Promise<void> => {
    content.replaceChildren(make('p', { class: 'skeleton' }, words.loading));
    const [answer, recipients] = await Promise.all([threads.page({ order: null, after: null }), server.recipients()]);
    host.hidden = answer.is === 'gone' || (answer.is === 'here' && answer.value.mode !== 'contact');
    host.toggleAttribute('data-short', answer.is !== 'here' || answer.value.form === null || !recipients);
    if (answer.is === 'here' && answer.value.form === null) return content.replaceChildren(make('p', {}, words.closed));
    if (answer.is === 'here' && recipients) {
      const freshForm = async () => {
        const page = await threads.page({ order: null, after: null });
        return page.is === 'here' ? page.value.form : Promise.reject(new Error(page.is));
      };
      return content.replaceChildren(
        ...createContactForm({ given, server, page: answer.value, recipients, freshForm, announce, content }),
      );
    }
    content.replaceChildren(
      make('p', {}, words.unreachable),
      button(words.tryAgain, 'plain', () => void load()),
    );
    announce(words.unreachable);
  };
  void load();
}

interface FormGiven {
  readonly given: Given;
  readonly server: ContactServer;
  readonly page: ThreadPage;
  readonly recipients: ContactRecipients;
  readonly freshForm: () => Promise<ThreadPage['form']>;
  readonly announce: (said: string) => void;
  readonly content: HTMLElement;
}

function createContactForm({
  given,
  server,
  page,
  recipients,
  freshForm,
  announce,
  content,
}: FormGiven): HTMLElement[] {
  const words = contactWords[given.language];
  const fields = { ...fieldWords[given.language], emailHint: words.emailHint };
  const tokens = createFormTokens(page.form ?? { token: '', bits: 0 }, freshForm);
  const notify = make('input', { type: 'checkbox', id: 'notify' });
  let sealing: Promise<typeof Sealing> | undefined;
  const begun = (): void => {
    sealing ??= import('../../../crypto/sealContact.ts');
    tokens.begin();
  };
  const submit = async (typed: Typed, website: string): Promise<Sent> => {
    const clean = sanitise({ ...typed, website, parent: '', token: '', proof: '' });
    const wrong = validate(clean);
    if (wrong) return { said: fields.check, problems: wrong.problems };
    begun();
    const ready = await tokens.take().catch(() => undefined);
    if (ready === undefined) return { said: whyNot('unreachable', fields) };
    if (ready === null) return { said: words.closed };
    const { sealSubmission } = await (sealing ?? import('../../../crypto/sealContact.ts'));
    const { sent, secret } = await sealSubmission(recipients, page.thread, clean, Date.now());
    const told = notify.checked ? clean.email : '';
    const answer = await server.begin({ ...sent, ...ready, website, notify: told, language: given.language });
    if (answer !== 'here') return { said: whyNot(answer, fields) };
    tokens.spend();
    const link = createPrivateLink(`${given.server}/contact/${sent.conversation}#${secret}`, words, announce);
    content.replaceChildren(link);
    link.focus();
    announce(words.sent);
    return { done: true };
  };
  const typed = { name: '', surname: '', email: '', message: '' };
  const form = createVisitorForm({
    words: fields,
    name: page.title || null,
    typed,
    begun,
    changed: () => tokens.begin(),
    submit,
    announce,
  });
  if (recipients.notices) form.element.querySelector('.buttons')?.before(notifyBox(notify, words));
  const heading = page.title === '' ? [] : [make('h2', { dir: 'auto' }, page.title)];
  return [...heading, make('p', { class: 'faint' }, words.sealed), form.element];
}

function notifyBox(box: HTMLInputElement, words: (typeof contactWords)['en']): HTMLElement {
  box.setAttribute('aria-describedby', 'notify-hint');
  return make(
    'div',
    { class: 'notify' },
    box,
    make('label', { for: 'notify' }, words.notify),
    make('span', { id: 'notify-hint', class: 'hint' }, words.notifyHint),
  );
}

function whyNot(answer: SendAnswer, words: (typeof fieldWords)['en']): string {
  if (answer === 'busy') return words.busy;
  return navigator.onLine ? words.notSent : words.offline;
}
