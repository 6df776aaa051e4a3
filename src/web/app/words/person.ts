import type { PersonView } from '../../../client/api.ts';
import { t } from './words.ts';

/** Who somebody is, for a sentence: with the username where the display name is another, as anybody may take any. */
export function fullName({ displayName, username }: Pick<PersonView, 'displayName' | 'username'>): string {
  return displayName === username ? displayName : t('fullName', { name: displayName, username });
}
