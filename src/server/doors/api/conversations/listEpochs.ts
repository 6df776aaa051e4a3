import { routes } from '../../../../protocol/routes.ts';
import type { Epochs } from '../../../core/epochs.ts';
import { endpoint } from '../endpoint.ts';

export const listEpochs = (epochs: Epochs) =>
  endpoint(routes.listEpochs, async ({ params, query, session }) => ({
    epochs: await epochs.list(session, params.conversation, query.after),
  }));
