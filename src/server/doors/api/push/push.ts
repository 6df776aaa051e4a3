import { routes } from '../../../../protocol/routes.ts';
import type { PushSubscriptions } from '../../../core/push/subscriptions.ts';
import { endpoint } from '../endpoint.ts';

export const getPush = (subscriptions: PushSubscriptions) =>
  endpoint(routes.getPush, ({ session }) => subscriptions.of(session));

export const setPush = (subscriptions: PushSubscriptions) =>
  endpoint(routes.setPush, ({ session, body }) => subscriptions.put(session, body));

export const removePush = (subscriptions: PushSubscriptions) =>
  endpoint(routes.removePush, ({ session }) => subscriptions.remove(session));
