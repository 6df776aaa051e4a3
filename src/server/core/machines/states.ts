import type { MachineState } from '../../../protocol/errors.ts';
import type { IngestRequest } from '../../../protocol/ingest.ts';

export type MessageType = IngestRequest['message_type'];

/** The whole order: how far a machine must have come for a message, and how far it has come by it. */
export const order: Readonly<Record<MessageType, { readonly needs: MachineState; readonly leadsTo: MachineState }>> = {
  IDENTIFY: { needs: 'GROUNDED', leadsTo: 'IDENTIFIED' },
  AUTHENTICATE: { needs: 'IDENTIFIED', leadsTo: 'AUTHENTICATED' },
  MESSAGE: { needs: 'AUTHENTICATED', leadsTo: 'AUTHENTICATED' },
};

const farther: readonly MachineState[] = ['GROUNDED', 'IDENTIFIED', 'AUTHENTICATED'];

export const mayFollow = (type: MessageType, found: MachineState): boolean =>
  farther.indexOf(found) >= farther.indexOf(order[type].needs);
