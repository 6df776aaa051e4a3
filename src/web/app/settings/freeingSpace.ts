import type { Client, Outcome } from '../../../client/api.ts';

/** Conversation by conversation; answers how many messages have gone from this device. */
export async function freeSpace(
  client: Pick<Client, 'letGo'>,
  conversations: readonly string[],
  progress: (done: number, of: number) => void,
): Promise<Outcome<{ messages: number }>> {
  let messages = 0;
  for (const [done, conversation] of conversations.entries()) {
    progress(done, conversations.length);
    const outcome = await client.letGo(conversation);
    if (!outcome.ok) return outcome;
    messages += outcome.messages;
  }
  return { ok: true, messages };
}
