import { routes } from '../../../../protocol/routes.ts';
import type { Password } from '../../../core/password.ts';
import { endpoint } from '../endpoint.ts';

export const startPasswordChange = (password: Password) =>
  endpoint(routes.startPasswordChange, ({ body, session }) => password.startChange(session, body.request));
