import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { Lines } from './endpoint.ts';

/** Sends NDJSON as fast as it is taken, and no more of it is in memory than a batch or two. */
export function sendLines(
  reply: FastifyReply,
  line: z.ZodType,
  { name, batches, ended }: Lines<unknown>,
): FastifyReply {
  const body = Readable.from(textOf(line, batches), { highWaterMark: 1 });
  reply.raw.once('close', ended);
  if (reply.raw.destroyed) ended();
  return reply
    .type('application/x-ndjson; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(body);
}

async function* textOf(line: z.ZodType, batches: Lines<unknown>['batches']): AsyncGenerator<string> {
  for await (const batch of batches) yield batch.map((each) => `${JSON.stringify(line.parse(each))}\n`).join('');
}
