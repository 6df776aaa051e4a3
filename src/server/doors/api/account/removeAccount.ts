import { routes } from '../../../../protocol/routes.ts';
import type { Leaving } from '../../../core/leaving.ts';
import { endpoint } from '../endpoint.ts';

export const removeAccount = (leaving: Leaving) =>
  endpoint(routes.removeAccount, ({ body, session, from }) => leaving.leave(session, body.proof, from));
