import type { RecordLine } from '../../../protocol/ingest.ts';

/** What is needed of the store of streams. */
export interface Streams {
  /** All of them or none, in order, durable when it resolves. @throws StoreUnavailable */
  append(
    machine: string,
    records: readonly (RecordLine & { readonly endpoint: string })[],
  ): Promise<readonly { readonly seq: number; readonly repeated: boolean }[]>;
}
