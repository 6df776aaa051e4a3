import type { FastifyRequest } from 'fastify';
import type { Accepted } from '../../../protocol/ingest.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Reporting } from '../../core/machines/reporting.ts';
import { Refusal } from '../../core/refusal.ts';
import { credentialsOf, endpointOf, keyOf, textOf } from './reading.ts';

/** `POST /ingest/:machine`: the body is the message, as `curl -d "disk full"` sends it. */
export async function line(request: FastifyRequest, reporting: Reporting): Promise<Accepted> {
  const { machine } = request.params as { machine: string };
  const read = () => {
    const message = textOf(request).replace(/\r?\n$/, '');
    if (message.length > limits.recordText) throw new Refusal('too_large', { field: 'message' });
    const id = keyOf(request);
    return [{ message, ...(id !== undefined && { id }) }];
  };
  return reporting.records(read, credentialsOf(request), endpointOf(request), machine.toLowerCase());
}
