import styles from './Mark.module.css';

/** A white waxwing in a drop of red wax. Decoration: what it stands beside says the name. */
export function Mark({ size = 40 }: { size?: number }) {
  return (
    <svg className={styles.mark} viewBox="0 0 64 64" width={size} height={size} aria-hidden="true" focusable="false">
      <path className={styles.wax} d="M32 2c17 0 30 12.500 30 29.500S49 62 32.500 62 2 49.500 2 32 15 2 32 2z" />
      <path className={styles.bird} d="M14 42c8 1 14-3 18-10 3-6 8-9 16-8-2 3-2 5-2 8 0 9-6 16-16 16-7 0-12-2-16-6z" />
    </svg>
  );
}
