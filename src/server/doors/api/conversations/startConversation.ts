import { routes } from '../../../../protocol/routes.ts';
import type { Conversations } from '../../../core/conversations.ts';
import { endpoint } from '../endpoint.ts';

export const startConversation = (conversations: Conversations) =>
  endpoint(routes.startConversation, ({ body, session }) => conversations.startDirect(session, body.with));
