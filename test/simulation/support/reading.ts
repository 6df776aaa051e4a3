import type { StoredEntry } from '../../../src/client/conversations/records.ts';
import type { SimulatedDevice } from './device.ts';
import { promise } from './violation.ts';
import type { Talk, Written } from './world.ts';

/** The device takes what it missed, and then shows every message that it should: each once, in order, by its author. */
export async function readsEverything(device: SimulatedDevice, talk: Talk): Promise<void> {
  await device.receive(talk.id);
  const shown = await device.entries(talk.id);
  const bySeq = new Map(shown.map((entry) => [entry.seq, entry]));
  promise(bySeq.size === shown.length, 'an entry is there twice');
  for (const written of talk.written) {
    const entry = bySeq.get(written.seq);
    const readable = written.at > device.since;
    promise(entry !== undefined, `seq ${written.seq} is not there`);
    promise(readable ? reads(entry, written) : !opens(entry), () => `seq ${written.seq} is shown as ${told(entry)}`);
  }
  const known = new Set(talk.written.map(({ seq }) => seq));
  for (const entry of shown) {
    promise(
      known.has(entry.seq) || isSilent(entry),
      () => `seq ${entry.seq}, which nobody wrote, is shown as ${told(entry)}`,
    );
  }
  promise(gaps(shown).length === 0, () => `gaps before ${gaps(shown).join(', ')}`);
}

function reads({ body, account, device, id, counts }: StoredEntry, written: Written): boolean {
  const same = account === written.account && device === written.device && counts;
  if (written.deleted) return same && body.kind === 'deleted';
  const said = body.kind === 'content' && body.content.type === 'text' && body.content.text === written.text;
  return same && said && id === written.id;
}

/** Of before a reset. */
const opens = ({ body }: StoredEntry): boolean => body.kind === 'content' || body.kind === 'invalid';

/** Deletions and changes of identity; those of before a reset stay locked. */
const isSilent = ({ body }: StoredEntry): boolean =>
  body.kind === 'silent' || body.kind === 'identity_changed' || body.kind === 'locked';

const told = ({ body, account }: StoredEntry): string =>
  `${JSON.stringify(body, (key, value: unknown) => (key === 'envelope' ? '...' : value))} by ${account}`;

/** Seqs before which the counter of their device jumps, though nothing was emptied. */
function gaps(entries: readonly StoredEntry[]): number[] {
  const last = new Map<string, StoredEntry | null>();
  return entries.flatMap((entry) => {
    const before = last.get(entry.device);
    last.set(entry.device, entry.counter === 0 ? null : entry);
    if (!before || entry.counter === 0) return [];
    return entry.counter === before.counter + 1 && entry.previous === before.hash ? [] : [entry.seq];
  });
}
