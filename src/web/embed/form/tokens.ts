import type { FormToken } from '../../../protocol/comments.ts';
import { findProof } from './proof.ts';

const HOUR = 3600_000;
/** The server turns older ones away after a day. */
const STALE = 20 * HOUR;
/** What comes sooner than three seconds after the page looks like a program to the server; people may be fast too. */
const SETTLED = 3_500;

export interface FormTokens {
  /** Somebody writes: the proof is worked out meanwhile. */
  begin(): void;
  /** A token with its proof, ready to be sent; null: the thread takes nothing any more. */
  take(): Promise<{ readonly token: string; readonly proof: string } | null>;
  /** It was used. */
  spend(): void;
}

interface Held {
  readonly form: FormToken;
  readonly since: number;
  proof?: Promise<string>;
}

/** @param fetchForm a fresh one from the server; null: there is none */
export function createFormTokens(first: FormToken, fetchForm: () => Promise<FormToken | null>): FormTokens {
  const hold = (form: FormToken): Held => ({ form, since: Date.now() });
  const prove = (held: Held): Promise<string> => (held.proof ??= findProof(held.form.token, held.form.bits));
  const fetched = async (): Promise<Held | null> => {
    const form = await fetchForm();
    return form && hold(form);
  };
  let current: Promise<Held | null> = Promise.resolve(hold(first));
  let spent = false;
  const fresh = async (): Promise<Held | null> => {
    const held = spent ? null : await current;
    if (held && Date.now() - held.since < STALE) return held;
    spent = false;
    return (current = fetched());
  };
  return {
    begin: () => void fresh().then((held) => held && prove(held)),
    async take() {
      const held = await fresh();
      if (!held) return null;
      const proof = await prove(held);
      await until(held.since + SETTLED);
      return { token: held.form.token, proof };
    },
    spend() {
      spent = true;
    },
  };
}

function until(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time - Date.now()));
}
