import { openLine, readingToken } from '../../src/crypto/sealedLine.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/base64url.ts';
import type { ContactPage, ContactRecipients } from '../../src/protocol/contact.ts';
import { sealSubmission, sealVisitorLine } from '../../src/crypto/sealContact.ts';
import type { HandClock } from './handClock.ts';
import type { RawAnswer } from './raw.ts';
import { type Visitor, written } from './visitor.ts';

/** What a private link holds, and what is done with it. */
export class PrivateLink {
  readonly visitor: Visitor;
  readonly conversation: string;
  readonly secret: Uint8Array<ArrayBuffer>;

  constructor(visitor: Visitor, conversation: string, secret: string) {
    this.visitor = visitor;
    this.conversation = conversation;
    this.secret = fromBase64url(secret);
  }

  get token(): string {
    return toBase64url(readingToken(this.secret, fromBase64url(this.conversation)));
  }

  ask(method: string, path: string, body?: object, token = this.token): Promise<RawAnswer> {
    return this.visitor.ask(method, `/contact/${this.conversation}${path}`, body, { authorization: `Bearer ${token}` });
  }

  async page(after = 0): Promise<ContactPage> {
    const answer = await this.ask('GET', `/entries?after=${after}`);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.json as ContactPage;
  }

  /** What is there, as the visitor reads it. */
  async read(): Promise<{ by: string; text: string }[]> {
    const { entries } = await this.page();
    return Promise.all(
      entries.map(async ({ seq, side, sealed }) => {
        const place = { conversation: fromBase64url(this.conversation), side, seq };
        const { by, text } = await openLine(this.secret, place, fromBase64url(sealed ?? ''));
        return { by, text };
      }),
    );
  }

  async sealed(seq: number, text: string): Promise<{ seq: number; sealed: string }> {
    const conversation = fromBase64url(this.conversation);
    return { seq, sealed: toBase64url(await sealVisitorLine(this.secret, conversation, seq, text, 1)) };
  }

  async write(seq: number, text: string): Promise<RawAnswer> {
    return this.ask('POST', '/entries', await this.sealed(seq, text));
  }
}

/** A submission as the form makes it, not sent yet. */
export async function submission(visitor: Visitor, thread: string, typed: Partial<typeof written> = {}) {
  const asked = await visitor.ask('GET', `/public/${thread}/recipients`);
  if (asked.status !== 200) throw new Error(asked.text);
  const sealed = await sealSubmission(asked.json as ContactRecipients, thread, { ...written, ...typed }, 1);
  return { ...sealed, form: await visitor.form(thread) };
}

/** Somebody fills in the form, thinks, and sends it. */
export async function contact(
  visitor: Visitor,
  clock: Pick<HandClock, 'advance'>,
  thread: string,
  typed: Partial<typeof written> = {},
  more: object = {},
): Promise<PrivateLink> {
  const { sent, secret, form } = await submission(visitor, thread, typed);
  clock.advance(4000);
  const answer = await visitor.ask('POST', `/public/${thread}/contact`, { ...sent, ...form, ...more });
  if (answer.status !== 201) throw new Error(answer.text);
  return new PrivateLink(visitor, sent.conversation, secret);
}
