import { routes } from '../../../../protocol/routes.ts';
import type { Slots } from '../../../core/slots.ts';
import { endpoint } from '../endpoint.ts';

export const putSlot = (slots: Slots) =>
  endpoint(routes.putSlot, ({ params, body, session }) => slots.put(session, params.conversation, body));
