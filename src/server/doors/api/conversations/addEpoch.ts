import { routes } from '../../../../protocol/routes.ts';
import type { Epochs } from '../../../core/epochs.ts';
import { endpoint } from '../endpoint.ts';

export const addEpoch = (epochs: Epochs) =>
  endpoint(routes.addEpoch, ({ params, body, session }) => epochs.add(session, params.conversation, body));
