import { directConversationId } from '../../crypto/verify/epochRecord.ts';
import type { Conversation } from '../../protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';

/**
 * Whom the server shows in a conversation who is not in it. The id of a direct conversation is the hash of its two
 * accounts, so that nobody can be added to it, taken out, or put in another's place. Null: the members are true.
 */
export function intruderIn(served: Conversation, account: string): string | null {
  const others = served.members.map((member) => member.account).filter((other) => other !== account);
  const stranger = others.find((other) => directId(account, other) !== served.conversation);
  if (stranger !== undefined) return stranger;
  const withOneself = others.length === 0 && directId(account, account) === served.conversation;
  return (others.length === 1 || withOneself) && served.members.length <= 2 ? null : account;
}

const directId = (a: string, b: string): string =>
  toBase64url(directConversationId(fromBase64url(a), fromBase64url(b)));
