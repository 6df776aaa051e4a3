import { routes } from '../../../../protocol/routes.ts';
import type { Conversations } from '../../../core/conversations.ts';
import { endpoint } from '../endpoint.ts';

export const clearConversation = (conversations: Conversations) =>
  endpoint(routes.clearConversation, ({ params, body, session }) =>
    conversations.clear(session, params.conversation, body.through),
  );
