import type { z } from 'zod';
import { type ErrorCode, Problem } from '../protocol/errors.ts';
import type { Route } from '../protocol/route.ts';
import type { Http } from './ports.ts';

const LONGEST_WAIT = 3600;

/** The server said no. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: ErrorCode;
  readonly field: string | undefined;
  /** Seconds. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, field?: string, retryAfter?: number) {
    super(code);
    this.code = code;
    this.field = field;
    this.retryAfter = retryAfter;
  }
}

/** No answer, or one that is not of this API: it may work later. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

type In<Part> = Part extends z.ZodType ? z.input<Part> : undefined;
type Call<R extends Route> = Partial<{
  [Part in 'params' | 'query' | 'body' as R[Part] extends z.ZodType ? Part : never]: In<R[Part]>;
}>;
type Answer<R extends Route> = R['response'] extends z.ZodType ? z.output<R['response']> : undefined;

/** The API of one server, typed by its routes. Answers are validated: the server may be anyone. */
export class Server {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** @throws Refused, Unreachable */
  async call<R extends Route>(route: R, call: Call<R> = {}): Promise<Answer<R>> {
    const { params = {}, query, body } = call as { params?: object; query?: object; body?: object };
    const answer = await this.#request(route.method, path(route.path, params, query), body);
    if (answer.status >= 400) throw refusal(answer.body);
    if (!route.response) return undefined as Answer<R>;
    const parsed = route.response.safeParse(answer.body);
    if (!parsed.success) throw new Unreachable(`${route.path}: not an answer of this API`);
    return parsed.data as Answer<R>;
  }

  async #request(method: string, to: string, body: object | undefined) {
    try {
      return await this.#http.request(method, to, body);
    } catch (cause) {
      throw new Unreachable('the server cannot be reached', { cause });
    }
  }
}

function path(pattern: string, params: object, query: object | undefined): string {
  const filled = Object.entries(params).reduce(
    (text, [name, value]) => text.replace(`:${name}`, encodeURIComponent(String(value))),
    pattern,
  );
  const asked = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  if (asked.length === 0) return filled;
  return `${filled}?${asked.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')}`;
}

/** In seconds. No server silences a device for days, nor makes a timer run over. */
export const bearable = (retryAfter: number): number => Math.min(Math.max(retryAfter, 0), LONGEST_WAIT);

function refusal(body: unknown): Error {
  const problem = Problem.safeParse(body);
  if (!problem.success) return new Unreachable('an error without a code');
  const { code, field, retryAfter } = problem.data;
  return new Refused(code, field, retryAfter === undefined ? undefined : bearable(retryAfter));
}
