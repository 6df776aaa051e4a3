import { routes } from '../../../../protocol/routes.ts';
import type { Certificates } from '../../../core/certificates.ts';
import { endpoint } from '../endpoint.ts';

export const listCertificates = (certificates: Certificates) =>
  endpoint(routes.listCertificates, async ({ session }) => ({
    certificates: await certificates.list(session),
  }));
