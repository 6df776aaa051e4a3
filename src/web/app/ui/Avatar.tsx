import type { PersonView } from '../../../client/api.ts';
import styles from './Avatar.module.css';
import { hueOf, initials } from './initials.ts';

/** Decoration beside a name. */
export function Avatar({ person, size = 44 }: { person: PersonView; size?: 36 | 44 }) {
  return (
    <span
      className={styles.avatar}
      data-hue={person.visitor ? undefined : hueOf(person.username || person.account)}
      data-visitor={person.visitor}
      data-size={size}
      aria-hidden="true"
    >
      {initials(person.displayName)}
    </span>
  );
}
