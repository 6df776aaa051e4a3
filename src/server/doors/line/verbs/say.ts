import { toBase64url } from '../../../../protocol/base64url.ts';
import type { Holder } from '../../../core/certificates.ts';
import type { Random } from '../../../core/ports.ts';
import type { Say } from '../../../core/say.ts';

export interface Saying {
  readonly say: Say;
  readonly random: Random;
  /** The conversation of the public room. */
  readonly lobby: string;
}

/** A line of text, to everyone. Its answer is the line itself, as everyone gets it. @throws Refusal */
export async function say(
  given: Saying,
  { account }: Pick<Holder, 'account'>,
  { text }: { readonly text: string },
): Promise<void> {
  await given.say(
    { account, device: null },
    { conversation: given.lobby, id: newMessageId(given.random), content: { type: 'text', text, reply: null } },
  );
}

export const newMessageId = (random: Random): string => toBase64url(random(16));
