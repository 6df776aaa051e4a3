import { routes } from '../../../../protocol/routes.ts';
import type { Certificates } from '../../../core/certificates.ts';
import { endpoint } from '../endpoint.ts';

export const revokeCertificate = (certificates: Certificates) =>
  endpoint(routes.revokeCertificate, ({ params, session, from }) => certificates.revoke(session, params.serial, from));
