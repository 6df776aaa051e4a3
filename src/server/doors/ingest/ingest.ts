import { IngestRequest, type IngestAnswer } from '../../../protocol/ingest.ts';
import type { Reporting } from '../../core/machines/reporting.ts';
import { Refusal } from '../../core/refusal.ts';
import { endpointOf, jsonOf, type Post } from './reading.ts';

/** `POST /ingest`: one of the three messages. Each answer says how far the machine has come. */
export async function ingest(request: Post, reporting: Reporting): Promise<IngestAnswer> {
  try {
    const asked = jsonOf(request, IngestRequest);
    const from = endpointOf(request);
    switch (asked.message_type) {
      case 'IDENTIFY':
        return await reporting.identify(asked, from);
      case 'AUTHENTICATE':
        return await reporting.authenticate(asked, from);
      case 'MESSAGE':
        return await reporting.message(asked, from);
    }
  } catch (error) {
    throw isOfNobody(error)
      ? new Refusal(error.code, {
          ...(error.field !== undefined && { field: error.field }),
          machine: { state: 'GROUNDED' },
        })
      : error;
  }
}

/** Nothing in the request tells which machine it is. */
function isOfNobody(error: unknown): error is Refusal {
  return error instanceof Refusal && (error.code === 'invalid' || error.code === 'invalid_token');
}
