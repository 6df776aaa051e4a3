/** Whether the system keeps the server within its data folder, whatever code runs in it. */
export interface Confinement {
  readonly confined: boolean;
  /** By what, or why not; for admins. */
  readonly words: string;
}
