import { routes } from '../../../../protocol/routes.ts';
import type { Login } from '../../../core/login.ts';
import { endpoint } from '../endpoint.ts';

export const finishLogin = (login: Login) =>
  endpoint(routes.finishLogin, async ({ body, session, from, found, setSession }) => {
    const { loggedIn, token } = await login.finish(body, session, from, found);
    if (token !== null) setSession(token);
    return loggedIn;
  });
