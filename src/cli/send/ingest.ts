import type { z } from 'zod';
import { Problem } from '../../protocol/errors.ts';
import { Accepted, IngestAnswer } from '../../protocol/ingest.ts';
import { type Recipients, recipientRoutes } from '../../protocol/recipients.ts';
import { type Place, ask } from '../remote/http.ts';
import { CommandError } from '../usage.ts';
import type { Identity } from './credentials.ts';
import { words } from './words.ts';

/** The server takes nothing at the moment; what was sent may have arrived all the same. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
  /** Milliseconds that the server asks to wait; 0: it does not say. */
  readonly wait: number;

  constructor(why: string, wait = 0, options?: ErrorOptions) {
    super(why, options);
    this.wait = wait;
  }
}

/** More in one body than the server takes. */
export class TooLarge extends CommandError {}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const NDJSON_TYPE = { 'content-type': 'application/x-ndjson' };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
/** Later means better luck with these. */
const PASSING: readonly number[] = [408, 425, 429];

/** A server as a machine speaks with it. Everything throws NotNow, or CommandError when it will not do later either. */
export class Ingest {
  readonly #place: () => Promise<Place>;
  readonly #identity: Identity;
  #token: string | null;
  #met: Place | null = null;

  /** @param place where the server is; asked again until there was an answer from there */
  constructor(place: () => Promise<Place>, identity: Identity) {
    this.#place = place;
    this.#identity = identity;
    this.#token = 'token' in identity.credentials ? identity.credentials.token : null;
  }

  /** Stores all of them. Answers the seq of the last one. @throws NotNow, TooLarge, CommandError */
  async store(lines: readonly string[]): Promise<number> {
    const answer = await this.#withToken((token) =>
      this.#request('POST', '/ingest/records', { ...bearer(token), ...NDJSON_TYPE }, lines.join('\n')),
    );
    return read(Accepted, answer).last_seq;
  }

  /** Who follows the machine. @throws NotNow, CommandError */
  recipients(): Promise<Recipients> {
    const { path, response } = recipientRoutes.listRecipients;
    return this.#get(path.replace(':machine', this.#identity.machine), response);
  }

  /** A page of the chain of one of them. @throws NotNow, CommandError */
  chain(account: string, after: number): Promise<z.output<typeof recipientRoutes.getRecipientChain.response>> {
    const { path, response } = recipientRoutes.getRecipientChain;
    const filled = path.replace(':machine', this.#identity.machine).replace(':account', account);
    return this.#get(`${filled}?after=${after}`, response);
  }

  /** By the machine's password, and a code if there is one. @throws NotNow, CommandError */
  async identify(code?: string): Promise<void> {
    const username = this.#identity.machine;
    await this.#say({ message_type: 'IDENTIFY', username, ...(code !== undefined && { code }) });
  }

  /** Answers a token. @throws NotNow, CommandError */
  async authenticate(password: string): Promise<string> {
    const username = this.#identity.machine;
    const { token } = await this.#say({ message_type: 'AUTHENTICATE', username, password });
    if (token === undefined) throw new CommandError(words.noIngest);
    return token;
  }

  async #withToken(act: (token: string) => Promise<Answer>): Promise<Answer> {
    const { credentials } = this.#identity;
    const held = this.#token;
    const first = held === null ? null : await act(held);
    if (first && (first.status !== 401 || 'token' in credentials)) return good(first);
    if (!('password' in credentials)) throw new CommandError(words.badToken);
    await this.identify();
    this.#token = await this.authenticate(credentials.password);
    return good(await act(this.#token));
  }

  async #say(message: object): Promise<IngestAnswer> {
    return read(IngestAnswer, good(await this.#request('POST', '/ingest', JSON_TYPE, JSON.stringify(message))));
  }

  async #get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    return read(schema, await this.#withToken((token) => this.#request('GET', path, bearer(token))));
  }

  async #request(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    const place = this.#met ?? (await this.#place());
    try {
      const length = body !== undefined && { 'content-length': Buffer.byteLength(body) };
      const answer = await ask(place, path, { method, headers: { ...headers, ...length }, body: body ?? null });
      this.#met = place;
      return answer;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new NotNow(code ?? message, 0, { cause: error });
    }
  }
}

function read<Schema extends z.ZodType>(schema: Schema, { text }: Answer): z.output<Schema> {
  const said = schema.safeParse(parsed(text));
  if (!said.success) throw new CommandError(words.noIngest);
  return said.data;
}

function good(answer: Answer): Answer {
  const { status, text, retryAfter } = answer;
  if (status === 200) return answer;
  const problem = Problem.safeParse(parsed(text));
  const code = problem.success ? problem.data.code : null;
  const why = words.answered(status, code);
  if (status >= 500 || PASSING.includes(status)) throw new NotNow(why, waitOf(retryAfter));
  if (status === 413) throw new TooLarge(words.tooLarge);
  if (code === 'invalid_token') throw new CommandError(words.badToken);
  if (code === 'invalid_credentials') throw new CommandError(words.badPassword);
  if (code === 'enrolment_closed') throw new CommandError(words.closed);
  // Another process of this machine came between the two steps of a log-in.
  if (code === 'out_of_order') throw new NotNow(why);
  if (status >= 300 && status < 400) throw new CommandError(words.redirected);
  throw new CommandError(status === 404 || code === null ? words.noIngest : why);
}

/** Seconds, or a date. */
function waitOf(retryAfter: string | null): number {
  if (retryAfter === null) return 0;
  const wait = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(wait) ? 0 : Math.max(0, wait);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
