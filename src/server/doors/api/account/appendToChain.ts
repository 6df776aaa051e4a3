import { routes } from '../../../../protocol/routes.ts';
import type { OwnChain } from '../../../core/ownChain.ts';
import { endpoint } from '../endpoint.ts';

export const appendToChain = (ownChain: OwnChain) =>
  endpoint(routes.appendToChain, ({ body, session, from }) => ownChain.append(session, body, from));
