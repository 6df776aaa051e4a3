import { routes } from '../../../../protocol/routes.ts';
import type { Conversations } from '../../../core/conversations.ts';
import { endpoint } from '../endpoint.ts';

export const listEntries = (conversations: Conversations) =>
  endpoint(routes.listEntries, async ({ params, query, session }) => ({
    entries: await conversations.entries(session, params.conversation, query),
  }));
