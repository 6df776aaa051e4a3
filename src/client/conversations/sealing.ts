import { equalBytes, sha256 } from '../../crypto/encoding.ts';
import { sealMessage } from '../../crypto/message.ts';
import { fromBase64url } from '../../protocol/base64url.ts';
import type { OwnAccount } from '../account/own.ts';
import type { Clock } from '../ports.ts';
import type { ConversationRecord, EpochState, OutboxItem } from './records.ts';

const NO_PREVIOUS = new Uint8Array(32);

interface Deps {
  readonly own: OwnAccount;
  readonly clock: Clock;
  readonly random: (length: number) => Uint8Array;
}

/** The item as it goes out under that epoch: as it is if it was sealed for it already. @param queue what else waits there */
export async function sealed(
  { own, clock, random }: Deps,
  item: OutboxItem,
  given: {
    readonly epoch: EpochState & { key: Uint8Array };
    readonly record: ConversationRecord;
    readonly queue: readonly OutboxItem[];
  },
): Promise<OutboxItem> {
  const { epoch, record, queue } = given;
  if (item.sealed && equalBytes(item.sealed.epoch, epoch.hash)) return item;
  const before = linkBefore(item, record, queue);
  const envelope = await sealMessage(
    {
      epochKey: epoch.key,
      header: {
        conversation: fromBase64url(item.conversation),
        epoch: epoch.hash,
        account: own.id,
        chainHead: { number: own.chain.number, hash: own.chain.hash },
        device: own.device.id,
        messageId: fromBase64url(item.id),
        counts: item.counts,
      },
      device: own.device.signing,
      inner: {
        content: item.content,
        sentAt: clock.now(),
        counter: before.counter + 1,
        previous: new Uint8Array(before.hash),
        seen: record.cursor,
        checkpoint: null,
      },
    },
    random,
  );
  return { ...item, sealed: { epoch: epoch.hash, envelope, counter: before.counter + 1, hash: sha256(envelope) } };
}

/** The envelope of this device that comes before: one under way, or the newest in the log. */
function linkBefore(
  item: OutboxItem,
  record: ConversationRecord,
  queue: readonly OutboxItem[],
): { counter: number; hash: Uint8Array } {
  const inLog = record.mine ?? { counter: 0, hash: NO_PREVIOUS };
  const earlier = queue
    .filter((other) => other.id !== item.id && other.sealed !== null && other.failure === null)
    .map((other) => other.sealed ?? inLog)
    .filter(({ counter }) => counter > inLog.counter);
  return earlier.reduce((newest, one) => (one.counter > newest.counter ? one : newest), inLog);
}
