import { routes } from '../../../../protocol/routes.ts';
import { selfOf } from '../../../core/wire.ts';
import { endpoint } from '../endpoint.ts';

export const getSelf = () =>
  endpoint(routes.getSelf, ({ session }) => ({
    self: selfOf(session.account),
    device: session.device?.device ?? null,
  }));
