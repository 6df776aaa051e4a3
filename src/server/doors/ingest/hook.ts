import type { FastifyRequest } from 'fastify';
import { Hook } from '../../../protocol/ingest.ts';
import type { Reporting } from '../../core/machines/reporting.ts';
import { endpointOf, jsonOf } from './reading.ts';

/** `POST /ingest/hooks/TOKEN`: an incoming webhook, as chat services have it. */
export async function hook(request: FastifyRequest, reporting: Reporting): Promise<'ok'> {
  const { '*': token } = request.params as { '*': string };
  await reporting.records(() => [{ message: jsonOf(request, Hook).text }], { token }, endpointOf(request));
  return 'ok';
}
