import type { Client, Outcome } from '../../../../client/api.ts';
import { asJson } from './asJson.ts';
import { asPage } from './asPage.ts';
import { NotGathered, gather } from './gather.ts';

const kinds = {
  page: { write: asPage, type: 'text/html', ending: 'html' },
  json: { write: asJson, type: 'application/json', ending: 'json' },
} as const;

export type Kind = keyof typeof kinds;

/** Hands the browser a file with everything of the account, to be saved. */
export async function save(client: Client, kind: Kind, progress: (done: number, of: number) => void): Promise<Outcome> {
  const { write, type, ending } = kinds[kind];
  const at = Date.now();
  try {
    const gathered = await gather({ client, server: location.origin, at, progress });
    const parts: string[] = [];
    for await (const part of write(gathered)) parts.push(part);
    offer(new Blob(parts, { type }), `waxwing-${gathered.account.username}-${day(at)}.${ending}`);
    return { ok: true };
  } catch (error) {
    if (error instanceof NotGathered) return error.outcome;
    throw error;
  }
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

function offer(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
