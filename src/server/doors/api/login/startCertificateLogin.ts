import { routes } from '../../../../protocol/routes.ts';
import type { CertificateLogin } from '../../../core/certificateLogin.ts';
import { endpoint } from '../endpoint.ts';

export const startCertificateLogin = (login: CertificateLogin) =>
  endpoint(routes.startCertificateLogin, ({ body, from }) => login.start(body.username, from));
