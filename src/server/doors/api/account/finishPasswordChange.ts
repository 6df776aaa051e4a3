import { routes } from '../../../../protocol/routes.ts';
import type { Password } from '../../../core/password.ts';
import { endpoint } from '../endpoint.ts';

export const finishPasswordChange = (password: Password) =>
  endpoint(routes.finishPasswordChange, ({ body, session, from }) => password.finishChange(session, body, from));
