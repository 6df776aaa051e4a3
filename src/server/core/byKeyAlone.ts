import { Refusal } from './refusal.ts';

/** As one request sees the session. */
interface Asking {
  /** It began with a certificate or an SSH key; no device has taken it over, and no password or recovery code was given. */
  readonly byKeyAlone: boolean;
  /** Null: an account without encryption keys, which has neither device nor password nor recovery code. */
  readonly accountId: string | null;
}

/** For what a copied key is not to do. @throws Refusal proof_required */
export function requireMoreThanAKey({ byKeyAlone, accountId }: Asking): void {
  if (byKeyAlone && accountId !== null) throw new Refusal('proof_required');
}
