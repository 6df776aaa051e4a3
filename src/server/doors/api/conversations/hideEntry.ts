import { routes } from '../../../../protocol/routes.ts';
import type { Conversations } from '../../../core/conversations.ts';
import { endpoint } from '../endpoint.ts';

export const hideEntry = (conversations: Conversations) =>
  endpoint(routes.hideEntry, ({ params, body, session }) => conversations.hide(session, params.conversation, body.seq));
