import type { ErrorCode, MachineState } from '../../protocol/errors.ts';

/** How far a machine has come at its address, and with `out_of_order` what it takes. */
export interface OfMachine {
  readonly state: MachineState;
  readonly found?: MachineState;
  readonly needed?: MachineState;
}

/** The only way in which the core says no. Each door translates the code once. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;
  /** The first field that is wrong. */
  readonly field: string | undefined;
  /** Seconds, with `too_many_requests`. */
  readonly retryAfter: number | undefined;
  /** To machines only. */
  readonly machine: OfMachine | undefined;

  constructor(code: ErrorCode, detail: { field?: string; retryAfter?: number; machine?: OfMachine } = {}) {
    super(detail.field === undefined ? code : `${code}: ${detail.field}`);
    this.code = code;
    this.field = detail.field;
    this.retryAfter = detail.retryAfter;
    this.machine = detail.machine;
  }
}
