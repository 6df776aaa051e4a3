import { routes } from '../../../../protocol/routes.ts';
import { whoAmI } from '../../../core/wire.ts';
import { endpoint } from '../endpoint.ts';

export const getSelf = () =>
  endpoint(routes.getSelf, ({ session }) => ({
    self: whoAmI(session.account),
    device: session.device?.device ?? null,
  }));
