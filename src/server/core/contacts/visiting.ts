import { sha256 } from '../../../crypto/encoding.ts';
import { newestAccountKey, type AccountChain } from '../../../crypto/verify/accountChain.ts';
import { fromBase64url, toBase64url } from '../../../protocol/base64url.ts';
import { isEmailAddress, sanitiseText } from '../../../protocol/commentFields.ts';
import type { ContactPage, ContactRecipients, ContactSubmission, VisitorLine } from '../../../protocol/contact.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Chains } from '../chains.ts';
import type {
  Bus,
  Clock,
  AccountNo,
  ContactStore,
  ConversationStore,
  LogStore,
  StoredContact,
  ThreadStore,
} from '../ports.ts';
import { networkOf, type Rates } from '../rates.ts';
import { Refusal } from '../refusal.ts';
import { bytes } from '../sealedSeeds.ts';
import type { Switches } from '../switches.ts';
import type { PublicThread } from '../threads/publicThreads.ts';
import { formAge, type FormTokens } from '../threads/formToken.ts';

interface Given {
  readonly instance: string;
  readonly contacts: ContactStore;
  readonly threads: Pick<ThreadStore, 'answerers'>;
  readonly conversations: Pick<ConversationStore, 'members'>;
  readonly log: LogStore;
  readonly chains: Chains;
  readonly tokens: FormTokens;
  readonly switches: Switches;
  readonly rates: Rates;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Whether e-mail can be sent from here. */
  readonly notices: boolean;
}

export type ContactVisits = ReturnType<typeof createContactVisits>;

/** The contact form and the private link behind it, for visitors without an account. */
export function createContactVisits(given: Given) {
  const { instance, contacts, log, rates, switches, clock, notices } = given;

  /** @throws Refusal not_found: for whoever has not the token there is nothing */
  const read = async (conversation: string, token: string, from: string): Promise<StoredContact> => {
    rates.spend('address: contact read', networkOf(from));
    if (!switches.on('public-comments')) throw new Refusal('not_found');
    const found = await contacts.byReading(conversation, readingOf(token));
    if (!found) throw new Refusal('not_found');
    return found;
  };

  const membersOf = async (conversation: string): Promise<readonly AccountNo[]> =>
    (await given.conversations.members(conversation))?.members ?? [];

  return {
    /** To whom the form is sealed, by the newest keys of their signed chains. @throws Refusal not_found, no_keys */
    async recipients(thread: PublicThread): Promise<ContactRecipients> {
      const { answerers } = await formOf(given, thread);
      return { instance, recipients: answerers.map(({ chain }) => recipientOf(chain)), notices };
    },

    /**
     * What was sealed comes to those who answer. A form that a person cannot have sent is told the same and is not kept.
     * @throws Refusal not_found, no_keys, invalid, too_many_requests
     */
    async begin(thread: PublicThread, submission: ContactSubmission, from: string): Promise<{ conversation: string }> {
      const { key, title, answerers } = await formOf(given, thread);
      const { conversation, token, proof, website } = submission;
      const form = given.tokens.read(token, key);
      if (!form) throw new Refusal('invalid', { field: 'token' });
      if (!given.tokens.isProven(token, proof)) throw new Refusal('invalid', { field: 'proof' });
      rates.spend('address: contact', networkOf(from));
      rates.spend('thread: contact', key);
      if (website !== '' || clock.now() - form.issuedAt < formAge.least) return { conversation };
      const members = answerers.map(({ no }) => no);
      const begun = await contacts.begin({
        conversation,
        thread: key,
        title,
        opening: bytes(submission.opening, 'opening'),
        line: bytes(submission.line, 'line'),
        reading: fromBase64url(submission.reading),
        email: addressIn(submission.notify, notices),
        language: submission.language,
        nonce: fromBase64url(form.nonce),
        members,
        at: clock.now(),
      });
      if (begun === 'taken') throw new Refusal('invalid', { field: 'token' });
      if (begun) {
        given.bus.publish({ about: 'conversation', conversation, members });
        given.bus.publish({ about: 'log', log: begun.log, conversation, seq: 1, counts: true, members });
      }
      return { conversation };
    },

    /** @throws Refusal not_found, too_many_requests */
    async page(conversation: string, token: string, after: number, from: string): Promise<ContactPage> {
      const { log: no, title, head, read: readBefore, notified } = await read(conversation, token, from);
      const entries = await log.entries(no, { after, limit: limits.entriesPage });
      const isAtEnd = entries.at(-1)?.seq === head || after >= head;
      if (isAtEnd && head > readBefore) {
        await contacts.visited(no, head);
        given.bus.publish({ about: 'conversation', conversation, members: await membersOf(conversation) });
      }
      return {
        title,
        head,
        notified,
        entries: entries.map(({ seq, account, at, payload }) => ({
          seq,
          side: account === null ? 'visitor' : 'answerers',
          at,
          sealed: payload && toBase64url(payload),
        })),
      };
    },

    /** @throws Refusal not_found, log_moved, too_large, too_many_requests */
    async write(
      conversation: string,
      token: string,
      { seq, sealed }: VisitorLine,
      from: string,
    ): Promise<{ seq: number }> {
      const { log: no } = await read(conversation, token, from);
      rates.spend('contact: line', conversation);
      const payload = bytes(sealed, 'sealed');
      const at = clock.now();
      const appended = await contacts.append({ log: no, seq, author: null, payload, at }, limits.contactLines);
      if (appended === 'full') throw new Refusal('too_large');
      if (typeof appended === 'string') throw new Refusal(appended);
      if (!appended.repeated) {
        const members = await membersOf(conversation);
        given.bus.publish({ about: 'log', log: no, conversation, seq, counts: true, members });
      }
      return { seq: appended.seq };
    },

    /** The link reads nothing from then on. What was sent stays with those who have it. @throws Refusal not_found */
    async giveUp(conversation: string, token: string, from: string): Promise<void> {
      const { log: no } = await read(conversation, token, from);
      await contacts.giveUp(no);
    },
  };
}

interface Answerer {
  readonly no: AccountNo;
  readonly chain: AccountChain;
}

/** An open contact form, and who answers and can read. @throws Refusal not_found, no_keys */
async function formOf(
  { threads, chains }: Given,
  { stored }: PublicThread,
): Promise<{ readonly key: string; readonly title: string; readonly answerers: readonly Answerer[] }> {
  if (stored?.mode !== 'contact' || stored.policy === 'closed') throw new Refusal('not_found');
  const accounts = (await threads.answerers([stored.no])).get(stored.no) ?? [];
  const found = await Promise.all(accounts.map(async ({ no }) => ({ no, chain: await chains.of(no) })));
  const answerers = found.flatMap(({ no, chain }) => (chain && !chain.removed ? [{ no, chain }] : []));
  if (answerers.length === 0) throw new Refusal('no_keys');
  return { key: stored.thread, title: stored.title, answerers };
}

function recipientOf(chain: AccountChain): ContactRecipients['recipients'][number] {
  const { generation, publicKey } = newestAccountKey(chain);
  return { account: toBase64url(chain.account), generation, publicKey: toBase64url(publicKey) };
}

/** SHA-256 of a token; of one that is none it is that of nothing, which opens nothing. */
function readingOf(token: string): Uint8Array {
  return sha256(bytes(token, 'token'));
}

/** @throws Refusal invalid: no address, or no e-mail is sent from here */
function addressIn(notify: string, notices: boolean): string | null {
  const address = sanitiseText(notify, 'one');
  if (address === '') return null;
  if (!notices || address.length > limits.visitorEmail || !isEmailAddress(address))
    throw new Refusal('invalid', { field: 'notify' });
  return address;
}
