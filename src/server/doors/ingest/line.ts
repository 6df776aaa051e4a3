import type { FastifyRequest } from 'fastify';
import type { Accepted } from '../../../protocol/ingest.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Reporting } from '../../core/machines/reporting.ts';
import { Refusal } from '../../core/refusal.ts';
import { credentialsOf, endpointOf, keyedOf, textOf } from './reading.ts';

/** `POST /ingest/:machine`: the body is the message, as `curl -d "disk full"` sends it. */
export async function line(request: FastifyRequest, reporting: Reporting): Promise<Accepted> {
  const { machine } = request.params as { machine: string };
  const read = () => {
    const text = textOf(request);
    const message = text.replace(/\r?\n$/, '');
    if (message.length > limits.recordText) throw new Refusal('too_large', { field: 'message' });
    const keyed = keyedOf(request, text);
    return [{ message, ...(keyed && { id: keyed.key, keyed }) }];
  };
  return reporting.records(read, credentialsOf(request), endpointOf(request), machine.toLowerCase());
}
