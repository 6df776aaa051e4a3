import { routes } from '../../../../protocol/routes.ts';
import type { Conversations } from '../../../core/conversations.ts';
import { endpoint } from '../endpoint.ts';

export const getConversation = (conversations: Conversations) =>
  endpoint(routes.getConversation, ({ params, session }) => conversations.one(session, params.conversation));
