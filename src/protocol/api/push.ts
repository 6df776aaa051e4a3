import { z } from 'zod';
import { ConversationId } from '../ids.ts';
import { limits } from '../limits.ts';
import { route } from '../route.ts';

/** A name with a dot in it, whose last part begins with a letter: never the number of a machine, however it is written. */
const NAME = /^([a-z0-9_-]+\.)+[a-z][a-z0-9-]*$/;

/** Whether a push service may take pokes there: https at its usual port, at a name, with nothing that is told to nobody. */
export function isPushEndpoint(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.href !== text || url.protocol !== 'https:') return false;
  return url.port === '' && url.username === '' && url.password === '' && url.hash === '' && NAME.test(url.hostname);
}

/** The address at a push service that a browser was given, as URL parsers spell it. */
export const PushEndpoint = z.string().max(limits.pushEndpoint).refine(isPushEndpoint).meta({ id: 'PushEndpoint' });

const conversations = z.array(ConversationId).max(limits.pushConversations);

export const getPush = route({
  method: 'GET',
  path: '/api/v1/push',
  access: 'device',
  summary: 'The key by which push services know this server, and whether this device is poked.',
  response: z.object({
    /** An uncompressed point of P-256, base64url; null: this server pokes nobody. */
    key: z.string().nullable(),
    endpoint: PushEndpoint.nullable(),
  }),
});

export const setPush = route({
  method: 'PUT',
  path: '/api/v1/push',
  access: 'device',
  summary:
    'From now on this device is poked there, without any content, when there is something unread and it does not listen.',
  body: z.strictObject({
    endpoint: PushEndpoint,
    /** What comes in these is no reason. */
    muted: conversations,
    /** What comes in these rooms is a reason; in all others it is none. */
    rooms: conversations,
  }),
});

export const removePush = route({
  method: 'DELETE',
  path: '/api/v1/push',
  access: 'device',
  summary: 'This device is poked no more.',
});
