import { z } from 'zod';
import { AccountId, ConversationId, sealedBytes } from '../ids.ts';
import { limits } from '../limits.ts';
import { route } from '../route.ts';

const onConversation = z.strictObject({ conversation: ConversationId });
const EpochNumber = z.int().positive();

/** Somebody's slot of an epoch that does not give them its key. */
export const AskedSlot = z
  .object({ conversation: ConversationId, number: EpochNumber, account: AccountId })
  .meta({ id: 'AskedSlot' });
export type AskedSlot = z.infer<typeof AskedSlot>;

export const askForSlot = route({
  method: 'POST',
  path: '/api/v1/conversations/:conversation/slots/asked',
  access: 'device',
  summary: 'Asks the other members of an epoch to seal its key to this account anew.',
  params: onConversation,
  body: z.strictObject({ number: EpochNumber }),
});

export const listAskedSlots = route({
  method: 'GET',
  path: '/api/v1/slots/asked',
  access: 'device',
  summary: 'Slots that members of the same epochs ask for, this account among them; the oldest first.',
  response: z.object({ asked: z.array(AskedSlot).max(limits.askedSlotsPage) }),
});

export const putSlot = route({
  method: 'POST',
  path: '/api/v1/conversations/:conversation/slots',
  access: 'device',
  summary: 'A slot that was asked for, sealed to the newest account key of whoever asked.',
  params: onConversation,
  body: z.strictObject({
    number: EpochNumber,
    account: AccountId,
    generation: z.int().positive(),
    sealed: sealedBytes(limits.slot),
  }),
});
