/** Who registers, and by which leave. */
export interface Registration {
  readonly username: string;
  readonly password: string;
  /** From the setup link's fragment: makes the first admin. */
  readonly setup?: string;
  /** With `setup`: whether registration stays open. */
  readonly openRegistration?: boolean;
  /** From an invitation link's fragment. */
  readonly invitation?: string;
}
