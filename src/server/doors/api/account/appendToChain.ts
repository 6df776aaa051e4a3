import { routes } from '../../../../protocol/routes.ts';
import type { OwnChain } from '../../../core/ownChain.ts';
import { endpoint } from '../endpoint.ts';

export const appendToChain = (ownChain: OwnChain) =>
  endpoint(routes.appendToChain, async ({ body, session, from, setSession }) => {
    const { number, endsSession } = await ownChain.append(session, body, from);
    if (endsSession) setSession(null);
    return { number };
  });
