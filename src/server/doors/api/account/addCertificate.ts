import { fromBase64url } from '../../../../protocol/base64url.ts';
import { routes } from '../../../../protocol/routes.ts';
import type { Certificates } from '../../../core/certificates.ts';
import { endpoint } from '../endpoint.ts';

export const addCertificate = (certificates: Certificates) =>
  endpoint(routes.addCertificate, ({ body, session, from }) => {
    const { account, tokenHash, device } = session;
    const asking = { askedBy: { session: tokenHash }, label: body.label, device: device?.no ?? null };
    return certificates.issueFor(account, fromBase64url(body.request), from, asking);
  });
