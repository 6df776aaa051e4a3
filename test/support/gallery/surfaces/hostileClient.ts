import type { ClientState, ConversationView, Outcome, SearchQuery, SearchView } from '../../../../src/client/api.ts';
import { FakeClient } from '../../fakeClient.ts';

/** What others decide in the answers and states of a client, whatever it is in. Names of accounts, rooms and machines take no more than letters. */
const SAID = new Set(
  `address answers displayName email endpoint excerpt from label level message name subject surname text title
  value what who`.split(/\s+/),
);

/** A client that hears the same text from everybody, in everything. */
export class HostileClient extends FakeClient {
  readonly #text: string;

  constructor(text: string, start: Partial<ClientState> = {}) {
    super(start);
    this.#text = text;
  }

  override watch(listener: (state: ClientState) => void): () => void {
    return super.watch((state) => listener(saying(state, this.#text)));
  }

  override watchConversation(conversation: string, listener: (view: ConversationView) => void): () => void {
    return super.watchConversation(conversation, (view) => listener(saying(view, this.#text)));
  }

  /** Whatever it is asked for, nothing is found. */
  override watchSearch(_query: SearchQuery, _most: number, listener: (view: SearchView) => void): () => void {
    listener({ hits: [], count: 0, done: true, since: null, coming: false });
    return () => {};
  }

  protected override async answer<T extends object>(name: string, value: T): Promise<Outcome<T>> {
    return saying(await super.answer(name, value), this.#text);
  }
}

/** The value with that text in every place where others decide what stands there. */
function saying<T>(value: T, text: string): T {
  if (Array.isArray(value)) return value.map((each: unknown) => saying(each, text)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inside]) => [
      key,
      SAID.has(key) && typeof inside === 'string' ? text : saying(inside, text),
    ]),
  ) as T;
}
