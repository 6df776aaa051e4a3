import type { PersonView } from '../../../client/api.ts';
import styles from './PersonName.module.css';

/** Anybody may take any display name; nobody can take another's username. So where the two differ, both are there. */
export function PersonName({ person: { displayName, username } }: { person: PersonView }) {
  return (
    <>
      <span className={styles.name} dir="auto">
        {displayName}
      </span>{' '}
      {username !== displayName && (
        <span className={styles.handle}>
          <bdi dir="ltr">@{username}</bdi>
        </span>
      )}
    </>
  );
}
