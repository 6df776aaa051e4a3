import { routes } from '../../../../protocol/routes.ts';
import type { Conversations } from '../../../core/conversations.ts';
import type { Delivery } from '../../../core/delivery/delivery.ts';
import { endpoint } from '../endpoint.ts';

export const listConversations = (
  conversations: Conversations,
  { presence }: Pick<Delivery, 'presence'>,
  incarnation: string,
) =>
  endpoint(routes.listConversations, async ({ session, query }) => ({
    ...(await conversations.list(session, query.after ?? null)),
    presence: await presence(),
    incarnation,
  }));
