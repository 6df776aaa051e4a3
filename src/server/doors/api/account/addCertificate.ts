import { fromBase64url } from '../../../../protocol/base64url.ts';
import { routes } from '../../../../protocol/routes.ts';
import type { Certificates } from '../../../core/certificates.ts';
import { endpoint } from '../endpoint.ts';

export const addCertificate = (certificates: Certificates) =>
  endpoint(routes.addCertificate, ({ body, session, from }) =>
    certificates.issueFor(session, fromBase64url(body.request), body.label, from),
  );
