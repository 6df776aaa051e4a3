import { routes } from '../../../../protocol/routes.ts';
import type { Slots } from '../../../core/slots.ts';
import { endpoint } from '../endpoint.ts';

export const listAskedSlots = (slots: Slots) =>
  endpoint(routes.listAskedSlots, async ({ session }) => ({ asked: await slots.asked(session) }));
