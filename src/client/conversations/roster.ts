import { clearConversationId, directConversationId } from '../../crypto/verify/epochRecord.ts';
import { type Conversation, isOfServer } from '../../protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';

/**
 * Whom the server shows in a conversation who is not in it. The id of a direct conversation is the hash of its two
 * accounts, so that nobody can be added to it, taken out, or put in another's place. A room is the server's own, and so are
 * alerts and what a visitor began: they name nobody but this account. Null: the members are true.
 */
export function intruderIn(served: Conversation, account: string): string | null {
  const others = served.members.map((member) => member.account).filter((other) => other !== account);
  if (isOfServer(served.kind)) return served.sealed === (served.kind === 'contact') ? (others[0] ?? null) : account;
  const idWith = (other: string) => directId(account, other, served.sealed);
  const stranger = others.find((other) => idWith(other) !== served.conversation);
  if (stranger !== undefined) return stranger;
  const withOneself = others.length === 0 && idWith(account) === served.conversation;
  return (others.length === 1 || withOneself) && served.members.length <= 2 ? null : account;
}

function directId(a: string, b: string, sealed: boolean): string {
  const id = sealed ? directConversationId : clearConversationId;
  return toBase64url(id(fromBase64url(a), fromBase64url(b)));
}
