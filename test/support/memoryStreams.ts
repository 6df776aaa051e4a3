import type { Streams } from '../../src/server/core/machines/streams.ts';

/** Streams in memory, by the rules of their port, until they are files. */
export function memoryStreams(): Streams & { readonly records: (machine: string) => readonly object[] } {
  const streams = new Map<string, { id?: string | undefined; seq: number }[]>();
  return {
    records: (machine) => streams.get(machine) ?? [],
    async append(machine, records) {
      const stream = streams.get(machine) ?? [];
      streams.set(machine, stream);
      return records.map((record) => {
        const stored = record.id === undefined ? undefined : stream.find(({ id }) => id === record.id);
        if (stored) return { seq: stored.seq, repeated: true };
        const seq = stream.length + 1;
        stream.push({ ...record, seq });
        return { seq, repeated: false };
      });
    },
  };
}
