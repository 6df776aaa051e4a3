import { readingToken, sealLine } from './sealedLine.ts';
import { sealOpening } from './sealedOpening.ts';
import { sha256, type Bytes } from './encoding.ts';
import { randomBytes } from './random.ts';
import { fromBase64url, toBase64url } from '../protocol/base64url.ts';
import type { FieldName } from '../protocol/comments.ts';
import type { ContactRecipients, ContactSubmission } from '../protocol/contact.ts';

/** What goes to the server of a submission, and what stays here: the secret that reads the answer. */
export interface SealedSubmission {
  readonly sent: Pick<ContactSubmission, 'conversation' | 'opening' | 'line' | 'reading'>;
  readonly secret: string;
}

/**
 * Seals what a visitor wrote to those who answer.
 * @param typed sanitised and valid
 * @param now UTC milliseconds
 */
export async function sealSubmission(
  { instance, recipients }: ContactRecipients,
  thread: string,
  { name, surname, email, message }: Readonly<Record<FieldName, string>>,
  now: number,
): Promise<SealedSubmission> {
  const [conversation, secret] = [randomBytes(32), randomBytes(32)];
  const opening = await sealOpening(
    { instance, thread, conversation },
    recipients.map(({ account, generation, publicKey }) => ({
      account: fromBase64url(account),
      generation,
      publicKey: fromBase64url(publicKey),
    })),
    { secret, name, surname, email },
  );
  const line = await sealVisitorLine(secret, conversation, 1, message, now);
  const reading = sha256(readingToken(secret, conversation));
  return {
    sent: {
      conversation: toBase64url(conversation),
      opening: toBase64url(opening),
      line: toBase64url(line),
      reading: toBase64url(reading),
    },
    secret: toBase64url(secret),
  };
}

/** What the visitor says, in that place of the conversation. */
export function sealVisitorLine(
  secret: Uint8Array,
  conversation: Uint8Array,
  seq: number,
  text: string,
  now: number,
): Promise<Bytes> {
  const line = { id: randomBytes(16), text, by: '', sentAt: now };
  return sealLine(secret, { conversation, side: 'visitor', seq }, line);
}
