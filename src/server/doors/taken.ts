import type { z } from 'zod';
import { Refusal } from '../core/refusal.ts';

/** What a schema takes of what was given. @throws Refusal invalid, with the first field that is wrong */
export function taken<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const field = result.error.issues[0]?.path.join('.');
  throw new Refusal('invalid', field ? { field } : {});
}
