import { openLine, readingToken, sealLine } from '../../../crypto/sealedLine.ts';
import { fromBase64url, toBase64url } from '../../../protocol/base64url.ts';
import type { ContactEntry, ContactPage } from '../../../protocol/contact.ts';

/** A line as the visitor reads it. */
export interface ReadLine {
  readonly seq: number;
  readonly mine: boolean;
  /** Who answers; empty for the visitor. */
  readonly by: string;
  /** UTC milliseconds. */
  readonly at: number;
  /** Null: it does not open, or was taken away. */
  readonly text: string | null;
}

export interface ReadPage {
  readonly title: string;
  readonly lines: readonly ReadLine[];
  /** There are more after the last of them. */
  readonly more: boolean;
}

/** What comes of a request: what was asked for, or why not. */
export type Answer<T> =
  | { readonly is: 'here'; readonly value: T }
  /** Somebody else has written meanwhile. */
  | { readonly is: 'moved' }
  | { readonly is: 'gone' | 'busy' | 'refused' | 'unreachable' };

export interface Conversation {
  /** The lines after that one. */
  read(after: number): Promise<Answer<ReadPage>>;
  /** Sealed for that place in the conversation. */
  write(seq: number, text: string): Promise<Answer<null>>;
  /** Nothing is read with this link from then on. */
  end(): Promise<Answer<null>>;
}

/** Null: the link is not whole. @param secret base64url, the link's fragment */
export function openConversation(conversation: string, secret: string): Conversation | null {
  const key = bytesOf(secret);
  const id = bytesOf(conversation);
  if (!key || !id) return null;
  const address = `/contact/${conversation}`;
  const authorization = `Bearer ${toBase64url(readingToken(key, id))}`;
  const ask = async (path: string, method: string, body?: object): Promise<Answer<unknown>> => {
    const headers = { authorization, ...(body && { 'content-type': 'application/json' }) };
    const init = { method, headers, signal: AbortSignal.timeout(20_000), ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(address + path, init).catch(() => null);
    if (response === null || response.status >= 500) return { is: 'unreachable' };
    if (response.status === 204) return { is: 'here', value: null };
    if (response.ok) return { is: 'here', value: await response.json().catch(() => null) };
    return { is: refusals[response.status] ?? 'refused' };
  };
  return {
    async read(after) {
      const answer = await ask(`/entries?after=${after}`, 'GET');
      if (answer.is !== 'here') return answer;
      if (!isPage(answer.value)) return { is: 'unreachable' };
      const { title, entries, head } = answer.value;
      const lines = await Promise.all(entries.map((entry) => opened(key, id, entry)));
      return { is: 'here', value: { title, lines, more: (lines.at(-1)?.seq ?? head) < head } };
    },
    async write(seq, text) {
      const line = { id: crypto.getRandomValues(new Uint8Array(16)), text, by: '', sentAt: Date.now() };
      const sealed = toBase64url(await sealLine(key, { conversation: id, side: 'visitor', seq }, line));
      const answer = await ask('/entries', 'POST', { seq, sealed });
      return answer.is === 'here' ? { is: 'here', value: null } : answer;
    },
    async end() {
      const answer = await ask('', 'DELETE');
      return answer.is === 'here' ? { is: 'here', value: null } : answer;
    },
  };
}

const refusals: Readonly<Record<number, 'gone' | 'moved' | 'busy'>> = {
  401: 'gone',
  404: 'gone',
  409: 'moved',
  429: 'busy',
};

/** What stands in another place than it was sealed for, or was changed, says nothing. */
async function opened(
  secret: Uint8Array,
  conversation: Uint8Array,
  { seq, side, at, sealed }: ContactEntry,
): Promise<ReadLine> {
  const line = { seq, mine: side === 'visitor', at };
  try {
    if (sealed === null) return { ...line, by: '', text: null };
    const { by, text } = await openLine(secret, { conversation, side, seq }, fromBase64url(sealed));
    return { ...line, by, text };
  } catch {
    return { ...line, by: '', text: null };
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> | null {
  return /^[A-Za-z0-9_-]{43}$/.test(text) ? fromBase64url(text) : null;
}

const isPage = (value: unknown): value is ContactPage =>
  typeof value === 'object' && value !== null && 'entries' in value && Array.isArray(value.entries);
