import { routes } from '../../../../protocol/routes.ts';
import type { SshLogin } from '../../../core/sshLogin.ts';
import { endpoint } from '../endpoint.ts';

export const startSshLogin = (login: SshLogin) =>
  endpoint(routes.startSshLogin, ({ body, from }) => login.start(body.username, from));
