import { equalBytes, sha256 } from '../../crypto/encoding.ts';
import { sealSlot } from '../../crypto/epoch.ts';
import { newestAccountKey } from '../../crypto/verify/accountChain.ts';
import { type AskedSlot, askForSlot, listAskedSlots, putSlot } from '../../protocol/api/slots.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { OwnAccount } from '../account/own.ts';
import { Lane } from '../lane.ts';
import type { People } from '../people/people.ts';
import type { Server } from '../server.ts';
import type { Epochs } from './epochs.ts';
import { ownPlace } from './ownSlot.ts';
import type { ConversationRecord, EpochState } from './records.ts';

interface Deps {
  readonly server: Server;
  readonly own: OwnAccount;
  readonly people: People;
  readonly epochs: Epochs;
  readonly random: (length: number) => Uint8Array;
  /** The newest epoch of a conversation did not open here, and there is another now; the account made the one that did not. */
  readonly replaced: (conversation: string, number: number, maker: string) => Promise<void>;
}

/**
 * Slots that do not give their account the key of its epoch. The account asks for its own, and makes the next epoch; what
 * others ask for is sealed anew to the newest key of the identity that was in that epoch. Whoever asked checks the key
 * against the epoch, so that nobody has to be trusted with it.
 */
export class Slots {
  readonly #deps: Deps;
  readonly #answering = new Lane();
  /** Each is asked for once on a connection: what does not open then will not by being asked for. */
  readonly #asked = new Set<string>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** A new connection. */
  startOver(): void {
    this.#asked.clear();
  }

  /** Asks for what does not open in a conversation, the newest first; if that is its newest epoch, makes the next. */
  async ask(conversation: ConversationRecord): Promise<void> {
    const { server, epochs } = this.#deps;
    const locked = await epochs.locked(conversation.conversation);
    for (const { number } of locked.toReversed()) {
      const slot = `${conversation.conversation}/${number}`;
      if (this.#asked.has(slot)) continue;
      this.#asked.add(slot);
      await server.call(askForSlot, { params: { conversation: conversation.conversation }, body: { number } });
    }
    const newest = await epochs.newest(conversation.conversation);
    if (newest && locked.includes(newest)) await this.#replace(conversation, newest);
  }

  /** Not if its own account made the one before: two that cannot open each other's would make epochs for ever. */
  async #replace(conversation: ConversationRecord, newest: EpochState): Promise<void> {
    const { own, epochs, replaced } = this.#deps;
    const place = ownPlace(newest.record, own);
    const lacksKey = !place || (await own.accountKey(place.generation)) === null;
    const before = await epochs.below(conversation.conversation, newest.seq);
    if (lacksKey || (before && equalBytes(before.record.maker.account, own.id))) return;
    await epochs.ensure(conversation);
    await replaced(conversation.conversation, newest.number, toBase64url(newest.record.maker.account));
  }

  /** Seals anew what others, or other devices of this account, ask for and this device can give. */
  answer(): Promise<void> {
    return this.#answering.run(async () => {
      // No server keeps a device sealing for ever: what was given once is not asked for again.
      const seen = new Set<string>();
      for (;;) {
        const { asked } = await this.#deps.server.call(listAskedSlots);
        let answered = 0;
        for (const one of asked) {
          if (seen.has(nameOf(one))) continue;
          seen.add(nameOf(one));
          if (await this.#give(one).catch(() => false)) answered += 1;
        }
        if (answered === 0 || asked.length < limits.askedSlotsPage) return;
      }
    });
  }

  async #give({ conversation, number, account }: AskedSlot): Promise<boolean> {
    const { server, own, people, epochs, random } = this.#deps;
    const epoch = await epochs.numbered(conversation, number);
    if (!epoch?.key) return false;
    const chain = account === own.account ? own.chain : (await people.refresh(account)).chain;
    const place = epoch.record.roster.find((one) => equalBytes(one.account, chain.account));
    const same = place && equalBytes(place.identityHash, sha256(chain.identityKey));
    if (!same || chain.removed || people.waiting(account)) return false;
    const { generation, publicKey } = newestAccountKey(chain);
    const recipient = { account: fromBase64url(account), generation, publicKey };
    const sealed = toBase64url(await sealSlot(epoch.record, recipient, epoch.key, random));
    await server.call(putSlot, { params: { conversation }, body: { number, account, generation, sealed } });
    return true;
  }
}

const nameOf = ({ conversation, number, account }: AskedSlot): string => `${conversation}/${number}/${account}`;
