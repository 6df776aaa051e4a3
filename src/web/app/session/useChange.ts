import type { Outcome } from '../../../client/api.ts';
import type { Failed } from '../words/failures.ts';
import { useCall } from './useCall.ts';

/** Changes something that was fetched, and asks for it again once that is done. */
export function useChange(reload: () => void) {
  const { run, failed } = useCall();
  return {
    failed,
    /** Answers whether it was done. */
    change: async (work: () => Promise<Outcome>): Promise<boolean> => {
      const outcome = await run(work);
      if (outcome?.ok) reload();
      return outcome?.ok ?? false;
    },
    /** The same for what says itself what went wrong. */
    add: async (work: () => Promise<Outcome>): Promise<Failed | null> => {
      const outcome = await work();
      if (outcome.ok) reload();
      return outcome.ok ? null : outcome;
    },
  };
}
