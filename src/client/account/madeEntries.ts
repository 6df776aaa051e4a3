import { decodeCbor, encodeCbor, equalBytes, sha256 } from '../../crypto/encoding.ts';
import { Lane } from '../lane.ts';
import type { Storage } from '../ports.ts';
import { keys } from '../storageKeys.ts';

/** More than a device makes in four years. Whoever makes it try this often for nothing runs its server. */
const MOST = 100;

/**
 * The entries that this device made for its account's chain, by their hashes: stored before one is sent, so that it is
 * known again when it comes back, whatever became of the answer.
 */
export class MadeEntries {
  readonly #storage: Storage;
  readonly #lane = new Lane();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  add(entry: Uint8Array): Promise<void> {
    return this.#lane.run(async () => {
      const made = [...(await this.#hashes()), sha256(entry)].slice(-MOST);
      await this.#storage.write({ put: [[keys.made, encodeCbor(made)]] });
    });
  }

  /** Tells those that were made until now from others. */
  async known(): Promise<(entry: Uint8Array) => boolean> {
    const hashes = await this.#hashes();
    return (entry) => {
      const hash = sha256(entry);
      return hashes.some((one) => equalBytes(one, hash));
    };
  }

  async #hashes(): Promise<readonly Uint8Array[]> {
    const bytes = await this.#storage.get(keys.made);
    return bytes ? (decodeCbor(bytes) as Uint8Array[]) : [];
  }
}
