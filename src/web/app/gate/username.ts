import { limits } from '../../../protocol/limits.ts';
import { t } from '../words/words.ts';

/** Why a username cannot be right, or null. What only the server knows, as names that are reserved, it says itself. */
export function usernameProblem(username: string): string | null {
  const name = username.trim().toLowerCase();
  const { min, max } = limits.username;
  if (name === '') return t('needUsername');
  const fits = name.length >= min && name.length <= max && /^[a-z0-9][a-z0-9._-]*$/.test(name);
  return fits ? null : t('usernameForm', { min, max });
}
