import type { Comment, FormToken, ThreadPage } from '../../src/protocol/comments.ts';
import { createProofSearch } from '../../src/web/embed/form/proofSearch.ts';
import { raw, type RawAnswer } from './raw.ts';

/** What a visitor fills in, with nothing wrong in it. */
export const written = { name: 'Ada', surname: 'Lovelace', email: 'ada@example.org', message: 'Hello there.' };

/** Somebody with a browser of their own on a page; without an `origin` it is a page of the server's own. */
export class Visitor {
  readonly server: string;
  readonly origin: string | null;
  cookie: string | null = null;

  constructor(server: string, origin: string | null = null) {
    this.server = server;
    this.origin = origin;
  }

  /** @param body sent as JSON, or as a form when it is that */
  async ask(method: string, path: string, body?: object, more: Record<string, string> = {}): Promise<RawAnswer> {
    const isForm = body instanceof URLSearchParams;
    const headers = {
      accept: 'application/json',
      ...(this.origin === null ? {} : { origin: this.origin }),
      ...(this.cookie === null ? {} : { cookie: this.cookie }),
      ...(isForm ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...more,
    };
    const sent = isForm ? { text: body.toString() } : body && { body };
    const answer = await raw(this.server, method, path, { headers, ...sent });
    const [set] = answer.headers['set-cookie'] ?? [];
    if (set !== undefined) [this.cookie = null] = set.split(';');
    return answer;
  }

  async page(thread: string, query = ''): Promise<ThreadPage> {
    const answer = await this.ask('GET', `/public/${encodeURIComponent(thread)}${query}`);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.json as ThreadPage;
  }

  /** A form as a page fills it: its token, and a proof of work. */
  async form(thread: string): Promise<{ token: string; proof: string }> {
    const { form } = await this.page(thread);
    if (!form) throw new Error('the thread is closed');
    return { token: form.token, proof: prove(form) };
  }

  post(thread: string, body: object): Promise<RawAnswer> {
    return this.ask('POST', `/public/${encodeURIComponent(thread)}`, body);
  }

  act(thread: string, comment: string, body: object): Promise<RawAnswer> {
    return this.ask('POST', `/public/${encodeURIComponent(thread)}/${comment}`, body);
  }
}

/** A number that makes the hash begin with so many zero bits, found as a page finds it. */
function prove({ token, bits }: FormToken): string {
  const search = createProofSearch(token, bits);
  for (;;) {
    const found = search(100_000);
    if (found !== null) return found;
  }
}

export const commentIn = ({ json }: RawAnswer): Comment => json as Comment;
