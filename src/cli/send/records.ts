import { randomBytes } from 'node:crypto';
import type { RecordLine } from '../../protocol/ingest.ts';
import { limits } from '../../protocol/limits.ts';
import type { Sealing } from './sealing.ts';
import { pieces } from './lines.ts';
import type { Taking } from './taking.ts';

const RUN_BYTES = 12;

/**
 * Makes records of texts, each with an id by which it is stored once, however often it is sent.
 * @param sealing null: the server may read them
 */
export function composer(level: string | null, sealing: Sealing | null): Taking['compose'] {
  const run = randomBytes(RUN_BYTES).toString('base64url');
  let count = 0;
  const recordOf = async (text: string, at: number): Promise<RecordLine> => {
    const id = `${run}-${(count += 1)}`;
    const record = { id, at, ...(level !== null && { level }) };
    if (sealing === null) return { ...record, message: text };
    return { ...record, message: await sealing.seal({ id, level, text, sentAt: at }), sealed: true };
  };
  return async (texts) => {
    const at = Date.now();
    await sealing?.refresh(at);
    const fitting = sealing === null ? texts : texts.flatMap((text) => pieces(text, limits.sealedText));
    const lines: string[] = [];
    for (const text of fitting) lines.push(JSON.stringify(await recordOf(text, at)));
    return lines;
  };
}
