import { equalBytes, sha256 } from '../../crypto/encoding.ts';
import { MessageError, openMessage } from '../../crypto/message.ts';
import { type AccountChain, deviceAt, isOnChain } from '../../crypto/verify/accountChain.ts';
import type { Entry } from '../../protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { type Envelope, decodeEnvelope } from '../../protocol/envelope.ts';
import type { EpochState, StoredBody, StoredEntry } from './records.ts';

/** What judging an entry needs to look up. */
export interface Witnesses {
  /** The newest epoch below that place in the log. */
  epochBelow(seq: number): Promise<EpochState | undefined>;
  /** The account's chain, at least up to that number. */
  chain(account: string, number: number): Promise<AccountChain>;
}

const NO_PREVIOUS = new Uint8Array(32);

/**
 * Opens an entry of a sealed log and judges it once: under the newest epoch below it, from an account of that roster, by a
 * device that is live at the chain head which the message itself names, with a signature that holds. What does not hold is
 * kept as invalid and never shown as anyone's words.
 */
export async function openEntry(conversation: string, entry: Entry, witnesses: Witnesses): Promise<StoredEntry> {
  const empty = { id: null, counter: 0, previous: null };
  if (entry.payload === null) return { ...place(entry), ...empty, body: { kind: 'emptied' } };
  const payload = fromBase64url(entry.payload);
  const envelope = read(payload);
  const fault = envelope ? faultOf(conversation, entry, payload, envelope) : 'not an envelope';
  if (!envelope || fault) return { ...place(entry), ...empty, body: invalid(fault ?? 'not an envelope') };
  return { ...place(entry), ...empty, ...(await open(entry, payload, envelope, witnesses)) };
}

type Opened = Partial<StoredEntry> & { readonly body: StoredBody };

async function open(entry: Entry, payload: Uint8Array, envelope: Envelope, witnesses: Witnesses): Promise<Opened> {
  const { header } = envelope;
  const id = toBase64url(header.messageId);
  const epoch = await witnesses.epochBelow(entry.seq);
  if (!epoch || !equalBytes(epoch.hash, header.epoch)) return { id, body: invalid('another epoch') };
  const inRoster = epoch.record.roster.find(({ account }) => equalBytes(account, header.account));
  if (!inRoster) return { id, body: invalid('not in the roster') };
  if (header.chainHead.number < inRoster.chainHead.number) return { id, body: invalid('an older chain head') };
  const chain = await witnesses.chain(toBase64url(header.account), header.chainHead.number);
  if (!isOnChain(chain, header.chainHead)) return { id, body: invalid('not a head of the chain') };
  const device = deviceAt(chain, header.device, header.chainHead.number);
  if (!device) return { id, body: invalid('not a live device') };
  if (!epoch.key) return { id, body: { kind: 'locked', envelope: payload } };
  try {
    const inner = await openMessage({ epochKey: epoch.key, envelope, signingKey: device.signingKey });
    return {
      id,
      counter: inner.counter,
      previous: equalBytes(inner.previous, NO_PREVIOUS) ? null : toBase64url(inner.previous),
      seen: inner.seen,
      body: { kind: 'content', content: inner.content },
    };
  } catch (error) {
    if (error instanceof MessageError) return { id, body: invalid(error.reason) };
    throw error;
  }
}

/** What the server says beside the envelope must be what the envelope says. */
function faultOf(conversation: string, entry: Entry, payload: Uint8Array, { header }: Envelope): string | null {
  if (!equalBytes(sha256(payload), fromBase64url(entry.hash))) return 'another hash';
  if (toBase64url(header.conversation) !== conversation) return 'another conversation';
  if (toBase64url(header.account) !== entry.account) return 'another account';
  if (entry.device !== null && toBase64url(header.device) !== entry.device) return 'another device';
  return header.counts === entry.counts ? null : 'another count';
}

function read(payload: Uint8Array): Envelope | null {
  try {
    return decodeEnvelope(payload);
  } catch {
    return null;
  }
}

const place = (entry: Entry) => ({
  seq: entry.seq,
  account: entry.account ?? '',
  device: entry.device ?? '',
  at: entry.at,
  counts: entry.counts,
  hash: entry.hash,
});

const invalid = (reason: string): StoredBody => ({ kind: 'invalid', reason });
