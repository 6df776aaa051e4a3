import { routes } from '../../../../protocol/routes.ts';
import type { Linking } from '../../../core/linking.ts';
import { endpoint } from '../endpoint.ts';

export const revealNonce = (linking: Linking) =>
  endpoint(routes.revealNonce, ({ body }) => linking.reveal(body.linking, body.nonce));
