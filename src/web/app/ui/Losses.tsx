import styles from './Losses.module.css';

/** What is gone afterwards, said before something that nobody can take back. */
export function Losses({ of }: { of: readonly string[] }) {
  return (
    <ul className={styles.losses}>
      {of.map((loss) => (
        <li key={loss}>{loss}</li>
      ))}
    </ul>
  );
}
