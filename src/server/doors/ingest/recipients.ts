import type { FastifyRequest } from 'fastify';
import { recipientRoutes } from '../../../protocol/recipients.ts';
import type { MachineRecipients } from '../../core/machines/recipients.ts';
import { taken } from '../taken.ts';
import { tokenOf } from './reading.ts';

/** `GET /ingest/:machine/followers` */
export async function listRecipients(request: FastifyRequest, recipients: MachineRecipients): Promise<object> {
  const { token } = tokenOf(request);
  const { machine } = taken(recipientRoutes.listRecipients.params, request.params);
  return recipients.list(token, machine);
}

/** `GET /ingest/:machine/followers/:account/chain` */
export async function getRecipientChain(request: FastifyRequest, recipients: MachineRecipients): Promise<object> {
  const { token } = tokenOf(request);
  const { params, query } = recipientRoutes.getRecipientChain;
  const { machine, account } = taken(params, request.params);
  const { after } = taken(query, request.query);
  return recipients.chain(token, machine, account, after);
}
