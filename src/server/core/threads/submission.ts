import { toBase64url } from '../../../protocol/base64url.ts';
import { sanitise, validate } from '../../../protocol/commentFields.ts';
import type { Comment, FieldProblems, Submission } from '../../../protocol/comments.ts';
import { limits } from '../../../protocol/limits.ts';
import type { Clock, CommentDraft, CommentStore, Random, StoredComment } from '../ports.ts';
import { networkOf, type Rates } from '../rates.ts';
import { Refusal } from '../refusal.ts';
import { createBlockList } from './blocking.ts';
import { formAge, type FormTokens, type ReadFormToken } from './formToken.ts';
import { hasLink } from './links.ts';
import type { Notices } from './notices.ts';
import type { PublicThread } from './publicThreads.ts';
import { authorHash, seenBy } from './visible.ts';

interface Given {
  readonly comments: CommentStore;
  readonly notices: Notices;
  readonly tokens: FormTokens;
  readonly rates: Pick<Rates, 'spend'>;
  readonly clock: Clock;
  readonly random: Random;
}

/** Who writes. */
export interface Visitor {
  /** Network address. */
  readonly address: string;
  /** Id in the cookie that this browser has, or gets with the comment; null: it can have none. */
  readonly author: string | null;
}

export type Submitted =
  | { readonly done: true; readonly comment: Comment }
  | { readonly done: false; readonly problems: FieldProblems };

interface Judged {
  readonly state: CommentDraft['state'];
  readonly held: StoredComment['held'];
}

/** `pretend`: it is told that all is well, and nothing is kept. */
type Verdict = Judged | 'pretend';

export type Submit = ReturnType<typeof createSubmit>;

/** The way of everything that a visitor writes: sanitise, validate, judge, store, in this order and nowhere else. */
export function createSubmit(given: Given) {
  const { clock } = given;
  /** @throws Refusal forbidden: the thread takes nothing; not_found: what it answers is gone; too_many_requests */
  return async function submit(thread: PublicThread, submission: Submission, visitor: Visitor): Promise<Submitted> {
    if (thread.draft.mode !== 'comments' || policyOf(thread) === 'closed') throw new Refusal('forbidden');

    const clean = sanitise(submission);
    const wrong = validate(clean);
    if (wrong) return { done: false, problems: wrong.problems };
    const slip = given.tokens.read(clean.token, thread.draft.thread);
    const verdict = await judge(given, thread, clean, slip, visitor);
    if (verdict === 'pretend') return { done: true, comment: pretended(given, clean, visitor) };
    const stored = await store(given, thread, clean, slip, visitor, verdict);

    return { done: true, comment: seenBy(true, stored, clock.now()) };
  };
}

const policyOf = ({ stored, draft }: PublicThread): PublicThread['draft']['policy'] => stored?.policy ?? draft.policy;

async function judge(
  { comments, tokens, rates, clock }: Given,
  thread: PublicThread,
  clean: Submission,
  slip: ReadFormToken | null,
  { address, author }: Visitor,
): Promise<Verdict> {
  const proven = slip !== null && tokens.isProven(clean.token, clean.proof);
  rates.spend(proven ? 'address: comment' : 'address: comment without proof', networkOf(address));
  rates.spend(proven ? 'thread: comment' : 'thread: comment without proof', thread.draft.thread);
  if (clean.website !== '') return 'pretend';
  if (slip !== null && clock.now() - slip.issuedAt < formAge.least) return 'pretend';
  const found = await findingOf(comments, clean, address, hashOf(author));
  const held = found.held ?? (proven ? null : 'no_proof');
  if (found.unwanted) return { state: 'spam', held };
  return { state: policyOf(thread) === 'open' && held === null ? 'approved' : 'pending', held };
}

const hashOf = (author: string | null): Uint8Array | null => (author === null ? null : authorHash(author));

type Written = Pick<Submission, 'name' | 'surname' | 'email' | 'message'>;

interface Finding {
  /** Why words wait, whatever the thread's policy. */
  readonly held: StoredComment['held'];
  /** Whoever wrote them is blocked: nobody is asked to look at them. */
  readonly unwanted: boolean;
}

/**
 * What is wrong with words at first sight.
 * @param besides the comment that they are put in the place of
 */
export async function findingOf(
  comments: Pick<CommentStore, 'blocks' | 'isKnown'>,
  written: Written,
  address: string,
  author: Uint8Array | null,
  besides: string | null = null,
): Promise<Finding> {
  const block = createBlockList(await comments.blocks())(written, address);
  if (block !== null) return { held: 'blocked', unwanted: block.kind !== 'word' };
  if (![written.name, written.surname, written.message].some(hasLink)) return { held: null, unwanted: false };
  const known = author !== null && (await comments.isKnown(written.email, author, besides));
  return { held: known ? null : 'links', unwanted: false };
}

async function store(
  { comments, notices, clock, random }: Given,
  thread: PublicThread,
  clean: Submission,
  slip: ReadFormToken | null,
  { address, author }: Visitor,
  judged: Judged,
): Promise<StoredComment> {
  const { name, surname, email, message, parent } = clean;
  const comment = toBase64url(random(16));
  const waits = judged.state === 'pending';
  const added = await comments.add(thread.stored?.no ?? { ...thread.draft, most: limits.threadsPerSite }, {
    ...judged,
    comment,
    parent: parent === '' ? null : parent,
    name,
    surname,
    email,
    message,
    author: hashOf(author),
    nonce: slip?.nonce ?? null,
    notice: waits ? notices.of(thread, { comment, name, surname, message }) : null,
    address,
    at: clock.now(),
  });
  if (added === 'full') throw new Refusal('forbidden');
  if (added === 'not_found') throw new Refusal('not_found', { field: 'parent' });
  notices.tell(added.said);
  return added.comment;
}

/** As a comment that waits looks to its author. */
function pretended({ clock, random }: Given, clean: Submission, { author }: Visitor): Comment {
  const { name, surname, email, message, parent } = clean;
  const at = clock.now();
  const words = { name, surname, email, message, parent: parent === '' ? null : parent };
  const kept = { comment: toBase64url(random(16)), thread: 0, state: 'pending', held: null, address: null } as const;
  return seenBy(true, { ...words, ...kept, author: hashOf(author), at, editedAt: null }, at);
}
