import { setTimeout as pause } from 'node:timers/promises';
import type { RecordIndex } from '../../core/ports.ts';

/** Waits until the index has come to that seq. */
export async function indexedTo(index: RecordIndex, machine: string, seq: number): Promise<void> {
  for (;;) {
    const { indexed } = await index.search(machine, {}, { before: 1, limit: 1 });
    if (indexed >= seq) return;
    await pause(5);
  }
}
