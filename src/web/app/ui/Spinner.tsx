import styles from './Spinner.module.css';

/** Shows after a moment only: what is quick does not flicker. Takes the place of what it lies over. */
export function Spinner() {
  return <span className={styles.spinner} aria-hidden="true" />;
}
