import type { z } from 'zod';

/**
 * Who may call a route.
 * - `nobody`: no session is looked at
 * - `session`: logged in, though perhaps without a device of the account (it may link, recover or add one)
 * - `device`: logged in on a live device of the account
 * - `admin`: the same of an admin
 */
export type Access = 'nobody' | 'session' | 'device' | 'admin';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Parameters as `:name`. */
  readonly path: `/api/v1/${string}`;
  readonly access: Access;
  readonly summary: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Absent: 204 without a body. */
  readonly response?: z.ZodType;
  /** In its place, of a route that answers NDJSON, as a file to be kept: what each line is. */
  readonly lines?: z.ZodType;
}

/** Declares a route once; server, client and OpenAPI follow from it. */
export const route = <const R extends Route>(declared: R): R => declared;
