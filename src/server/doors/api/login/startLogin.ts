import { routes } from '../../../../protocol/routes.ts';
import type { Login } from '../../../core/login.ts';
import { endpoint } from '../endpoint.ts';

export const startLogin = (login: Login) =>
  endpoint(routes.startLogin, ({ body, session, from, found }) => login.start(body, session, from, found));
