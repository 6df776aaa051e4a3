import { sha256 } from '../../../src/crypto/encoding.ts';
import type { StoredBody } from '../../../src/client/conversations/records.ts';
import type { Entry } from '../../../src/protocol/api/conversations.ts';
import { fromBase64url } from '../../../src/protocol/base64url.ts';
import { decodeEnvelope } from '../../../src/protocol/envelope.ts';
import { promise } from '../support/violation.ts';
import type { World, Written } from '../support/world.ts';
import type { Attack } from './attack.ts';
import { type Stage, entryOf, sealAs, stage } from './messages.ts';

/** What a log says later must not change what is there: no deletion by another, no second message of one id, nothing taken out unseen. */
export const forgedEffects: Attack = async (world) => {
  const set = await stage(world);
  if (!set) return 0;
  const { talk, author, reader, envelope, epoch } = set;
  const { header } = decodeEnvelope(envelope);
  const { signing } = author.own.device;
  const sealed = (messageId: Uint8Array, content?: Parameters<typeof sealAs>[4]) =>
    sealAs(world, epoch.key, signing, { ...header, counts: content === undefined, messageId }, content);
  const readable = talk.written.filter(({ deleted, at }) => !deleted && at > reader.since);
  const others = readable.find(({ account }) => account !== author.own.account);
  const own = readable.find(({ account }) => account === author.own.account);
  let tried = 0;
  if (others) {
    const hash = sha256(others.envelope);
    const deletion = await sealed(author.newId(), { type: 'deletion', target: fromBase64url(others.id), hash });
    const kind = await seenAfter(world, set, deletion, others.seq);
    promise(kind === 'content', () => `another's message is ${kind} after a deletion`);
    tried++;
  }
  if (own) {
    const hash = world.dice.bytes(32);
    const deletion = await sealed(author.newId(), { type: 'deletion', target: fromBase64url(own.id), hash });
    const after = await seenAfter(world, set, deletion, own.seq);
    promise(after === 'content', () => `a message is ${after} after a deletion that names another envelope`);
    const second = await sealed(fromBase64url(own.id));
    const repeated = await seenAfter(world, set, second);
    promise(repeated === 'repeated id', () => `a second message of one id is ${repeated}`);
    const again = await seenAgain(world, set, own);
    promise(
      again === 'repeated id' || again === 'another epoch',
      () => `a message that stands twice in the log is ${again}`,
    );
    tried += 3;
  }
  const entry = { ...entryOf(world, set, envelope), payload: null };
  const withheld = await seen(set, entry);
  promise(withheld === 'emptied', () => `a message that the server withholds is ${withheld}`);
  return tried + 1;
};

/** What a reader makes of the entry at `seq`, or of the new one, once the log goes on with this envelope. */
function seenAfter(world: World, set: Stage, envelope: Uint8Array, seq?: number): Promise<string> {
  return seen(set, entryOf(world, set, envelope), seq);
}

function seenAgain(world: World, set: Stage, { envelope }: Written): Promise<string> {
  return seen(set, entryOf(world, set, envelope));
}

async function seen({ talk, reader }: Stage, entry: Entry, seq = entry.seq): Promise<string> {
  const copy = await reader.copy(reader.deps.line);
  await copy.take(talk.id, [entry]);
  const found = (await copy.entries(talk.id)).find((one) => one.seq === seq);
  return found ? told(found.body) : 'not there';
}

const told = (body: StoredBody): string => (body.kind === 'invalid' ? body.reason : body.kind);
