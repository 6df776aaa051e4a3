import { createContext, use } from 'react';
import type { Outcome } from '../../../client/api.ts';

/**
 * Making an account ends with the recovery code on screen, although one is logged in by then: the frame waits for it.
 * `run` keeps the gate open while the account is made, and shows the code when there is one.
 */
export interface Enrolment {
  run(username: string, work: () => Promise<Outcome<{ recoveryCode: string }>>): Promise<Outcome<object>>;
}

export const EnrolmentContext = createContext<Enrolment | null>(null);

export function useEnrolment(): Enrolment {
  const enrolment = use(EnrolmentContext);
  if (enrolment === null) throw new Error('no enrolment above this component');
  return enrolment;
}
