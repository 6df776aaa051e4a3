import { routes } from '../../../../protocol/routes.ts';
import type { CertificateLogin } from '../../../core/certificateLogin.ts';
import { endpoint } from '../endpoint.ts';

export const finishCertificateLogin = (login: CertificateLogin) =>
  endpoint(routes.finishCertificateLogin, async ({ body, session, found, setSession }) => {
    const { entered, token } = await login.finish(body, session, found);
    if (token !== null) setSession(token);
    return entered;
  });
