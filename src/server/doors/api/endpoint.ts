import type { z } from 'zod';
import type { Access, Route } from '../../../protocol/route.ts';
import type { Found } from '../../core/actor.ts';
import type { AdminSession, DeviceSession, Session } from '../../core/sessions.ts';

type Parsed<R extends Route, Part extends 'params' | 'query' | 'body'> =
  R extends Record<Part, infer Schema extends z.ZodType> ? z.output<Schema> : undefined;

type Caller<A extends Access> = A extends 'admin'
  ? AdminSession
  : A extends 'device'
    ? DeviceSession
    : A extends 'session'
      ? Session
      : Session | undefined;

/** A request that has passed origin, rate, session and schema, in this order. */
export interface Call<R extends Route> {
  readonly params: Parsed<R, 'params'>;
  readonly query: Parsed<R, 'query'>;
  readonly body: Parsed<R, 'body'>;
  readonly session: Caller<R['access']>;
  /** Address of whoever asks, behind trusted proxies too. */
  readonly from: string;
  readonly found: Found;
  /** Gives the session's token to the browser; null takes it away. */
  readonly setSession: (token: string | null) => void;
}

/** A file of many lines, made while it is taken. */
export interface Lines<Line> {
  /** Letters, digits, points and hyphens. */
  readonly name: string;
  readonly batches: AsyncIterable<readonly Line[]>;
  /** Called when the connection is done with it, however it ended. */
  readonly ended: () => void;
}

/** What an endpoint of that route answers. */
export type Answer<R extends Route> = R extends { readonly lines: infer Schema extends z.ZodType }
  ? Lines<z.input<Schema>>
  : Whole<R>;

type Whole<R extends Route> = R extends { readonly response: infer Schema extends z.ZodType } ? z.input<Schema> : void;

export interface Endpoint {
  readonly route: Route;
  readonly answer: (call: Call<Route>) => unknown;
}

/** Ties what answers to its declaration: the types of both must fit. */
export function endpoint<const R extends Route>(
  route: R,
  answer: (call: Call<R>) => Promise<Answer<R>> | Answer<R>,
): Endpoint {
  return { route, answer: (call) => answer(call) };
}
