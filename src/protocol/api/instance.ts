import { z } from 'zod';
import { route } from '../route.ts';

/** Random, a new one each time that the server was restored from a backup. */
export const Incarnation = z.string().min(1).max(64);

export const Instance = z
  .object({
    /** Random, made at first start; part of every log-in, so that an answer for one server is useless at another. */
    instance: z.string(),
    incarnation: Incarnation,
    protocol: z.object({ current: z.int(), oldest: z.int() }),
    registration: z.boolean(),
    encryption: z.boolean(),
    /** Days after which this server keeps no message any more; null: for ever. */
    messageDays: z.int().positive().nullable(),
  })
  .meta({ id: 'Instance' });
export type Instance = z.infer<typeof Instance>;

export const getInstance = route({
  method: 'GET',
  path: '/api/v1/instance',
  access: 'nobody',
  summary: 'What a client must know before it logs in.',
  response: Instance,
});
