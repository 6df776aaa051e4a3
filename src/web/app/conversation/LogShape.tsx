import styles from './LogShape.module.css';

/** Where the messages will stand, while they are brought. It is seen once that takes long enough to be noticed. */
export function LogShape() {
  return (
    <div className={styles.log} aria-busy="true">
      <span className={styles.bubble} />
      <span className={styles.bubble} data-mine="" />
      <span className={styles.bubble} />
    </div>
  );
}
