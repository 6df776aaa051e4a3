import { sanitiseText } from '../../../protocol/commentFields.ts';
import { button, make } from '../dom.ts';
import type { Answer, Conversation, ReadLine } from './conversation.ts';
import { type PageWords, pageWords } from './pageWords.ts';
import { readLanguage } from '../words/language.ts';
import { WritingAgain } from './writingAgain.ts';

/** How often it looks for an answer, milliseconds. */
const EVERY = 15_000;

const { language, locale } = readLanguage(navigator.language);
const words: PageWords = pageWords[language];

/** The conversation behind a private link: shown, looked after, answered and ended. */
export class PrivatePage {
  readonly #place: HTMLElement;
  readonly #conversation: Conversation;
  readonly #title = make('h1', { dir: 'auto' });
  readonly #log = make('div', { role: 'log', 'aria-label': words.conversation, 'aria-live': 'polite' });
  readonly #status = make('p', { role: 'status', class: 'said' });
  readonly #writing = new WritingAgain(words, (text) => this.#send(text));
  /** Of the newest line that is shown. */
  #seq = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(place: HTMLElement, conversation: Conversation) {
    this.#place = place;
    this.#conversation = conversation;
  }

  open(): void {
    this.#place.replaceChildren(
      this.#title,
      make('p', { class: 'sealed' }, words.sealed),
      make('p', { class: 'keep' }, words.keep),
      this.#log,
      this.#status,
      this.#writing.element,
      this.#ending(),
    );
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) void this.#look();
    });
    if (!document.hidden) void this.#look();
  }

  /** What is new, now and then again in a while, as long as somebody sees the page. */
  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#ended) return;
    const answer = await this.#conversation.read(this.#seq);
    if (answer.is === 'here') {
      const { title, lines, more } = answer.value;
      this.#title.textContent = title;
      document.title = title || words.conversation;
      this.#add(lines.filter(({ seq }) => seq > this.#seq));
      if (more) return this.#look();
    } else if (answer.is === 'gone') return this.#over(words.gone);
    else this.#status.textContent = words.offline;
    if (!document.hidden) this.#timer = setTimeout(() => void this.#look(), EVERY);
  }

  #add(lines: readonly ReadLine[]): void {
    for (const line of lines) this.#log.append(articleOf(line));
    this.#seq = lines.at(-1)?.seq ?? this.#seq;
    const answered = this.#log.querySelector('[data-answer]') !== null;
    this.#status.textContent = answered ? '' : words.waiting;
  }

  async #send(text: string): Promise<string | null> {
    const answer = await this.#conversation.write(this.#seq + 1, text);
    await this.#look();
    // What came meanwhile is read now: the same once more goes after it.
    const sent = answer.is === 'moved' ? await this.#conversation.write(this.#seq + 1, text) : answer;
    if (sent.is !== 'here') return whyNot(sent);
    await this.#look();
    return null;
  }

  #ending(): HTMLElement {
    const element = make('div', { class: 'ending' });
    const ask = (): void => {
      const cancel = button(words.cancel, 'plain', rest);
      element.replaceChildren(
        make('p', {}, words.endQuestion),
        make(
          'div',
          { class: 'buttons' },
          button(words.endNow, 'main', () => void this.#end()),
          cancel,
        ),
      );
      cancel.focus();
    };
    const rest = (): void => element.replaceChildren(button(words.end, 'quiet', ask));
    rest();
    return element;
  }

  async #end(): Promise<void> {
    const answer = await this.#conversation.end();
    if (answer.is === 'here' || answer.is === 'gone') this.#over(words.ended);
    else this.#status.textContent = words.offline;
  }

  #over(said: string): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    const notice = make('p', { class: 'notice', role: 'alert', tabindex: '-1' }, said);
    this.#place.replaceChildren(notice);
    notice.focus();
  }
}

function articleOf({ mine, by, at, text }: ReadLine): HTMLElement {
  const time = make('time', { datetime: new Date(at).toISOString(), class: 'time' }, timeOf(at));
  const who = mine ? words.you : sanitiseText(by, 'one') || words.answerer;
  const said = text === null ? words.unreadable : sanitiseText(text, 'many');
  return make(
    'article',
    mine ? {} : { 'data-answer': true },
    make('header', {}, make('strong', { dir: 'auto' }, who), ' ', time),
    make('p', { class: text === null ? 'gone' : 'words', dir: 'auto' }, said),
  );
}

const timeOf = (at: number): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);

const whyNot = ({ is }: Pick<Answer<null>, 'is'>): string =>
  is === 'busy' ? words.busy : is === 'unreachable' ? words.offline : words.notSent;
