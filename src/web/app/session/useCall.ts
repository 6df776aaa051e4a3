import { useState } from 'react';
import type { Outcome } from '../../../client/api.ts';
import type { Failed } from '../words/failures.ts';

export interface Call {
  readonly busy: boolean;
  readonly failed: Failed | null;
  /** Runs one at a time; answers the outcome, or null while another runs. */
  readonly run: <T extends object>(work: () => Promise<Outcome<T>>) => Promise<Outcome<T> | null>;
  readonly clear: () => void;
}

/** Busy and error states around a call to the client. */
export function useCall(): Call {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Failed | null>(null);
  return {
    busy,
    failed,
    clear: () => setFailed(null),
    async run(work) {
      if (busy) return null;
      setBusy(true);
      setFailed(null);
      try {
        const outcome = await work();
        if (!outcome.ok) setFailed(outcome);
        return outcome;
      } finally {
        setBusy(false);
      }
    },
  };
}
