import { decodeCbor, encodeCbor, equalBytes, sha256 } from '../../crypto/encoding.ts';
import { makeEpoch } from '../../crypto/epoch.ts';
import { type AccountChain, newestAccountKey } from '../../crypto/verify/accountChain.ts';
import { checkEpochRecord, decodeEpochRecord, epochHash } from '../../crypto/verify/epochRecord.ts';
import { type Epoch, addEpoch, listEpochs } from '../../protocol/api/conversations.ts';
import { fromBase64url, toBase64url } from '../../protocol/base64url.ts';
import { limits } from '../../protocol/limits.ts';
import type { OwnAccount } from '../account/own.ts';
import { Lane } from '../lane.ts';
import { Failed } from '../outcome.ts';
import type { People } from '../people/people.ts';
import type { Storage } from '../ports.ts';
import { Refused, type Server } from '../server.ts';
import { after, keys } from '../storageKeys.ts';
import { openOwnSlot, ownPlace } from './ownSlot.ts';
import type { ConversationRecord, EpochState } from './records.ts';

interface StoredEpoch {
  readonly number: number;
  readonly seq: number;
  readonly record: Uint8Array;
  readonly key: Uint8Array | null;
}

const GENESIS = new Uint8Array(32);
/** How often racing devices may pass each other by before sending waits for the next occasion. */
const RACES = 8;

interface EpochsDeps {
  readonly server: Server;
  readonly storage: Storage;
  readonly people: People;
  readonly own: OwnAccount;
  readonly random: (length: number) => Uint8Array;
  /** A new epoch does not open here. */
  readonly locked: (conversation: string) => void;
}

/** The epochs of all conversations: what is known here, learning of new ones, and making the next. */
export class Epochs {
  readonly #known = new Map<string, Promise<EpochState[]>>();
  readonly #lanes = new Map<string, Lane>();
  readonly #deps: EpochsDeps;

  constructor(deps: EpochsDeps) {
    this.#deps = deps;
  }

  /** The newest epoch below that place in the log: the one that a message there must rest on. */
  async below(conversation: string, seq: number): Promise<EpochState | undefined> {
    return (await this.#load(conversation)).findLast((epoch) => epoch.seq < seq);
  }

  async newest(conversation: string): Promise<EpochState | undefined> {
    return (await this.#load(conversation)).at(-1);
  }

  async numbered(conversation: string, number: number): Promise<EpochState | undefined> {
    return (await this.#load(conversation)).find((epoch) => epoch.number === number);
  }

  /** Those whose slot of this account gives no key, though it was in their roster as it is now. */
  async locked(conversation: string): Promise<EpochState[]> {
    const known = await this.#load(conversation);
    return known.filter(({ key, record }) => key === null && ownPlace(record, this.#deps.own) !== undefined);
  }

  /** Where those lie that are after that place. */
  async keysAfter(conversation: string, seq: number): Promise<string[]> {
    const known = await this.#load(conversation);
    return known.filter((epoch) => epoch.seq > seq).map(({ number }) => keys.epoch(conversation, number));
  }

  /** Some have gone from the storage: it is read anew. */
  forget(conversation: string): void {
    this.#known.delete(conversation);
  }

  /** Learns all epochs that the log has and this device does not. */
  learn(conversation: ConversationRecord): Promise<void> {
    const lane = this.#lanes.get(conversation.conversation) ?? new Lane();
    this.#lanes.set(conversation.conversation, lane);
    return lane.run(() => this.#learn(conversation));
  }

  /** The server took a message for sealed under an epoch that has passed: a newer one is there, or a member's keys moved. */
  async afresh(conversation: ConversationRecord): Promise<void> {
    await this.#memberChains(conversation, true);
    await this.learn(conversation);
  }

  async #learn(conversation: ConversationRecord): Promise<void> {
    const isNewHere = (await this.#load(conversation.conversation)).length === 0;
    await this.#fetch(conversation);
    if (isNewHere) await this.#takePins(conversation.conversation);
  }

  async #fetch(conversation: ConversationRecord): Promise<void> {
    for (;;) {
      const known = await this.#load(conversation.conversation);
      const { epochs } = await this.#deps.server.call(listEpochs, {
        params: { conversation: conversation.conversation },
        query: { after: known.at(-1)?.number ?? 0 },
      });
      const before = known.length;
      for (const epoch of epochs) await this.#admit(conversation, epoch);
      const nothingNew = known.length === before;
      if (nothingNew || isLastPage(epochs)) return;
    }
  }

  /** Tries once more what did not open: an account key or a slot came. Answers whether one opens now. */
  async reopen(conversation: string): Promise<boolean> {
    let opened = false;
    let after = 0;
    for (;;) {
      const locked = (await this.#load(conversation)).find(({ key, number }) => key === null && number > after);
      if (!locked) return opened;
      const { epochs } = await this.#deps.server.call(listEpochs, {
        params: { conversation },
        query: { after: locked.number - 1 },
      });
      for (const epoch of epochs) if (await this.#reopenOne(conversation, epoch)) opened = true;
      after = Math.max(locked.number, epochs.at(-1)?.number ?? 0);
    }
  }

  async #reopenOne(conversation: string, epoch: Epoch): Promise<boolean> {
    const known = await this.#load(conversation);
    const place = known.findIndex((one) => one.number === epoch.number);
    const state = known[place];
    if (!state || state.key !== null) return false;
    const key = await openOwnSlot(state.record, this.#deps.own, epoch);
    if (!key) return false;
    known[place] = { ...state, key };
    await this.#store(conversation, known[place], fromBase64url(epoch.record));
    return true;
  }

  /**
   * The epoch to seal under: the newest, if it opens here and rests on what each member's chain says now; otherwise a new
   * one, which this device makes.
   * @throws Failed `conversation_waits` while a member's identity is not accepted
   */
  async ensure(conversation: ConversationRecord): Promise<EpochState & { key: Uint8Array }> {
    for (let race = 0; race < RACES; race++) {
      const chains = await this.#memberChains(conversation, race > 0);
      const newest = await this.newest(conversation.conversation);
      if (newest?.key && rests(newest, chains)) return { ...newest, key: newest.key };
      try {
        await this.#make(conversation, newest, chains);
      } catch (error) {
        if (!(error instanceof Refused && error.code === 'epoch_passed')) throw error;
        await this.learn(conversation);
      }
    }
    throw new Failed('epoch_passed');
  }

  async #memberChains(conversation: ConversationRecord, afresh: boolean): Promise<Map<string, AccountChain>> {
    const chains = new Map<string, AccountChain>();
    for (const { account, chainNumber } of conversation.members) {
      const chain =
        account === this.#deps.own.account
          ? await this.#deps.own.currentChain(afresh)
          : afresh
            ? (await this.#deps.people.refresh(account)).chain
            : await this.#deps.people.chain(account, chainNumber);
      if (this.#deps.people.waiting(account)) throw new Failed('conversation_waits');
      chains.set(account, chain);
    }
    return chains;
  }

  async #make(
    conversation: ConversationRecord,
    newest: EpochState | undefined,
    chains: ReadonlyMap<string, AccountChain>,
  ): Promise<void> {
    const { own, server, random } = this.#deps;
    const made = await makeEpoch(
      {
        conversation: fromBase64url(conversation.conversation),
        number: (newest?.number ?? 0) + 1,
        previous: newest ? new Uint8Array(newest.hash) : GENESIS,
        roster: [...chains.values()].map((chain) => ({ chain })),
        sharesHistory: false,
        maker: { account: own.id, device: own.device },
      },
      random,
    );
    const { seq } = await server.call(addEpoch, {
      params: { conversation: conversation.conversation },
      body: {
        record: toBase64url(made.record),
        slots: made.slots.map(({ account, sealed }) => ({
          account: toBase64url(account),
          sealed: toBase64url(sealed),
        })),
      },
    });
    const record = decodeEpochRecord(made.record);
    await this.#keep(
      conversation.conversation,
      { number: record.number, seq, hash: made.hash, record, key: made.epochKey },
      made.record,
    );
  }

  /** Checks a record that the server shows and keeps it, with its key if the own slot opens. */
  async #admit(conversation: ConversationRecord, epoch: Epoch): Promise<void> {
    const known = await this.#load(conversation.conversation);
    const before = known.at(-1);
    if (before && epoch.number <= before.number) return;
    const bytes = fromBase64url(epoch.record);
    const record = await this.#checked(conversation, before, bytes);
    const state: EpochState = { number: record.number, seq: epoch.seq, hash: epochHash(bytes), record, key: null };
    const key = await openOwnSlot(record, this.#deps.own, epoch);
    await this.#keep(conversation.conversation, { ...state, key }, bytes);
    if (!key) this.#deps.locked(conversation.conversation);
  }

  async #checked(conversation: ConversationRecord, before: EpochState | undefined, bytes: Uint8Array) {
    const claimed = decodeEpochRecord(bytes);
    const chains = new Map<string, AccountChain>();
    for (const { account, chainHead } of claimed.roster) {
      const name = toBase64url(account);
      chains.set(
        name,
        name === this.#deps.own.account
          ? await this.#deps.own.chainReaching(chainHead.number)
          : await this.#deps.people.chain(name, chainHead.number),
      );
    }
    return checkEpochRecord(bytes, {
      conversation: fromBase64url(conversation.conversation),
      previous: before ? { number: before.number, hash: before.hash, roster: before.record.roster } : null,
      members: conversation.members.map(({ account }) => fromBase64url(account)),
      chains: (account) => chains.get(toBase64url(account)),
      // A removal may have come after it: whether it may still be sealed under is for `ensure` to say.
      history: true,
    });
  }

  /**
   * A conversation that is new on this device, with a past: whom the account's devices have sealed to last is whom it
   * trusts. Later on nothing but the person's own word here changes that, so that no other device takes a warning away.
   */
  async #takePins(conversation: string): Promise<void> {
    const { own, people } = this.#deps;
    const sealedLast = (await this.#load(conversation)).findLast(({ record }) =>
      equalBytes(record.maker.account, own.id),
    );
    for (const { account, identityHash } of sealedLast?.record.roster ?? []) {
      await people.trust(toBase64url(account), identityHash);
    }
  }

  async #keep(conversation: string, state: EpochState, record: Uint8Array): Promise<void> {
    const known = await this.#load(conversation);
    const place = known.findIndex(({ number }) => number === state.number);
    if (place >= 0 && known[place]?.key) return;
    await this.#store(conversation, state, record);
    if (place >= 0) known[place] = state;
    else known.push(state);
  }

  #store(conversation: string, { number, seq, key }: EpochState, record: Uint8Array): Promise<void> {
    const stored: StoredEpoch = { number, seq, record, key };
    return this.#deps.storage.write({ put: [[keys.epoch(conversation, number), encodeCbor(stored)]] });
  }

  #load(conversation: string): Promise<EpochState[]> {
    const known = this.#known.get(conversation) ?? this.#read(conversation);
    this.#known.set(conversation, known);
    return known;
  }

  async #read(conversation: string): Promise<EpochState[]> {
    const prefix = `epoch/${conversation}/`;
    return (await this.#deps.storage.range(prefix, after(prefix))).map(([, bytes]) => {
      const { number, seq, record, key } = decodeCbor(bytes) as StoredEpoch;
      return { number, seq, key, hash: epochHash(record), record: decodeEpochRecord(record) };
    });
  }
}

/** Whether an epoch's roster is what the members' chains say now. */
function rests(epoch: EpochState, chains: ReadonlyMap<string, AccountChain>): boolean {
  return epoch.record.roster.every(({ account, identityHash, generation }) => {
    const chain = chains.get(toBase64url(account));
    return (
      chain !== undefined &&
      equalBytes(sha256(chain.identityKey), identityHash) &&
      newestAccountKey(chain).generation === generation
    );
  });
}

/** Neither of the bounds of a page is reached. */
function isLastPage(epochs: readonly Epoch[]): boolean {
  const bytes = epochs.reduce((sum, { record }) => sum + fromBase64url(record).length, 0);
  return epochs.length < limits.epochsPage && bytes < limits.epochsPageBytes;
}
