import { routes } from '../../../../protocol/routes.ts';
import type { Slots } from '../../../core/slots.ts';
import { endpoint } from '../endpoint.ts';

export const askForSlot = (slots: Slots) =>
  endpoint(routes.askForSlot, ({ params, body, session }) => slots.ask(session, params.conversation, body.number));
