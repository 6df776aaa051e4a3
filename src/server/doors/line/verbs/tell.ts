import type { Conversations } from '../../../core/conversations.ts';
import type { Holder } from '../../../core/certificates.ts';
import { isKnown } from '../../../core/people.ts';
import type { AccountStore, StoredAccount } from '../../../core/ports.ts';
import type { Rates } from '../../../core/rates.ts';
import { Refusal } from '../../../core/refusal.ts';
import type { Switches } from '../../../core/switches.ts';
import type { Peer } from '../peer.ts';
import { newMessageId, type Saying } from './say.ts';

export interface Telling extends Saying {
  readonly switches: Pick<Switches, 'on'>;
  readonly rates: Rates;
  readonly accounts: Pick<AccountStore, 'byName'>;
  readonly conversations: Pick<Conversations, 'startDirect' | 'startLine'>;
}

/**
 * `@user message`: in clear, and so only while the switch `encryption` is off. Nothing about the recipient is looked at
 * before that.
 * @throws Refusal
 */
export async function tell(
  given: Telling,
  peer: Peer,
  { account }: Pick<Holder, 'account'>,
  { to, text }: { readonly to: string; readonly text: string },
): Promise<void> {
  if (given.switches.on('encryption')) throw new Refusal('encryption_required');
  given.rates.spend('account: look up', account.no);
  const recipient = await given.accounts.byName(to.toLowerCase());
  if (!recipient || !isKnown(recipient)) throw new Refusal('not_found');
  if (recipient.no === account.no) return peer.answer('error: this is you');
  const conversation = await conversationWith(given, peer, account, recipient);
  if (conversation === null) return;
  const content = { type: 'text', text, reply: null } as const;
  await given.say({ account, device: null }, { conversation, id: newMessageId(given.random), content });
}

/** Null: one of them alone has keys, and the peer is told so. Two who have none have nothing that could be sealed. */
async function conversationWith(
  { conversations }: Telling,
  peer: Peer,
  account: StoredAccount,
  recipient: StoredAccount,
): Promise<string | null> {
  if (account.account === null) {
    if (recipient.account === null) return conversations.startLine(account, recipient);
    peer.answer('error: you have no encryption keys yet; waxwing chat makes them');
    return null;
  }
  if (recipient.account !== null) {
    const speaker = { account, accountId: account.account };
    return (await conversations.startDirect(speaker, recipient.account)).conversation;
  }
  peer.answer(`error: ${recipient.username} has no encryption keys yet`);
  return null;
}
