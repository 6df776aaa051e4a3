import type { PersonView } from '../../../client/api.ts';
import { t } from './words.ts';

type PersonName = Pick<PersonView, 'displayName' | 'username' | 'visitor'>;

/** Who somebody is, for a sentence: with the username where the display name is another, as anybody may take any. */
export function fullName({ displayName, username, visitor }: PersonName): string {
  if (visitor) return t('contactName', { name: displayName });
  return displayName === username ? displayName : t('fullName', { name: displayName, username });
}
