import { decodeCbor } from '../../crypto/encoding.ts';
import { clearConversation } from '../../protocol/api/conversations.ts';
import type { Outbox } from '../conversations/outbox.ts';
import type { StoredEntry } from '../conversations/records.ts';
import type { ConversationTable } from '../conversations/table.ts';
import { Lane } from '../lane.ts';
import type { Storage } from '../ports.ts';
import type { Server } from '../server.ts';
import { keys } from '../storageKeys.ts';
import type { OwnLog } from './ownLog.ts';

interface Deps {
  readonly server: Server;
  readonly storage: Storage;
  readonly table: ConversationTable;
  readonly outbox: Outbox;
  readonly ownLog: OwnLog;
  /** Nothing is missing here of what the server had when the line was opened. */
  readonly caughtUp: () => boolean;
}

/** So many entries of the own log, beside those that count, are let lie. */
export const LONGEST = 200;

/**
 * Keeps the own log short, whatever is said there every day: what still counts is said again, what stands before it is emptied
 * and cleared. Each step is begun from what the log is like, so that a device that stops in between loses nothing.
 */
export class Tidying {
  readonly #deps: Deps;
  readonly #lane = new Lane();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Quick to call after every word of this device; a step that fails is done with a later one. */
  look(): void {
    void this.#lane.run(() => this.#step()).catch(() => undefined);
  }

  async #step(): Promise<void> {
    const { server, table, outbox, ownLog, caughtUp } = this.#deps;
    const record = table.get(ownLog.id);
    if (!record || !caughtUp() || outbox.items(ownLog.id).length > 0) return;
    const { cleared, cursor, oldest } = record;
    if (ownLog.tidied > cleared) {
      await server.call(clearConversation, {
        params: { conversation: ownLog.id },
        body: { through: ownLog.tidied },
      });
      return;
    }
    const live = ownLog.live();
    // What a device to come still needs begins there.
    const reach = Math.min(cursor, ...live.map(({ seq }) => seq - 1));
    const isShort = cursor - cleared < LONGEST + 2 * live.length;
    if (isShort || oldest > cleared + 1 || !(await this.#isUnderstood(cleared, cursor))) return;
    if (reach - cleared >= LONGEST) return this.#tidy(reach);
    for (const { word, place } of live) await outbox.add(ownLog.id, { type: 'again', place, word }, { counts: false });
  }

  #tidy(through: number): Promise<void> {
    const { outbox, ownLog } = this.#deps;
    return outbox.add(ownLog.id, { type: 'tidied', through }, { counts: false, empties: { through } });
  }

  /** What a newer version has said, or what does not open here yet, another device knows how to say again. */
  async #isUnderstood(cleared: number, cursor: number): Promise<boolean> {
    const { storage, ownLog } = this.#deps;
    const entries = await storage.range(keys.entry(ownLog.id, cleared + 1), keys.entry(ownLog.id, cursor + 1));
    return entries
      .map(([, bytes]) => decodeCbor(bytes) as StoredEntry)
      .every(({ body }) => body.kind !== 'locked' && !(body.kind === 'content' && body.content.type === 'unknown'));
  }
}
