/** What sends e-mail. */
export interface Mail {
  /** Resolves once another server has taken it. */
  send(message: { readonly to: string; readonly subject: string; readonly text: string }): Promise<void>;
}
