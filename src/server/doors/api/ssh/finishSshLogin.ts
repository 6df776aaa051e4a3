import { routes } from '../../../../protocol/routes.ts';
import type { SshLogin } from '../../../core/sshLogin.ts';
import { endpoint } from '../endpoint.ts';

export const finishSshLogin = (login: SshLogin) =>
  endpoint(routes.finishSshLogin, async ({ body, session, from, found, setSession }) => {
    const { entered, token } = await login.finish(body, session, from, found);
    if (token !== null) setSession(token);
    return entered;
  });
