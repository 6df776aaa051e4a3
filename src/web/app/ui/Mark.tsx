import styles from './Mark.module.css';

/** A white waxwing in a drop of red wax. Decoration: what it stands beside says the name. */
export function Mark({ size = 40 }: { size?: number }) {
  return (
    <svg className={styles.mark} viewBox="0 0 64 64" width={size} height={size} aria-hidden="true" focusable="false">
      <path
        className={styles.wax}
        d="M31.5 2.6c8.5-.9 17.2 1.5 22.7 7.5 5.7 6.1 8.3 14.6 7.6 22.6-.5 6.2-2.7 11.6-6.4 16.3-2.4 3.1-2.2 5.3-4.3 8.3-2.6 3.7-8 4.7-12.1 3.4-2.4-.8-4.7-.5-7.3-.6C14.9 59.6 3 48.3 2.3 32.4 1.6 16.2 15 4.3 31.5 2.6z"
      />
      <g transform="translate(0.6 -0.6) scale(1.02)">
        <path
          className={styles.bird}
          d="M51.5 25.8 46.2 24.2C44.6 19.9 40.6 17.9 36 17.9c-3.2 0-6.3-1.2-8.7-4 0 4.6 1.3 8.1 4.2 10.5-1.9 4.1-5.5 7.2-10.5 11.3L9.8 45.4l4.3 4.3 9.2-3.9c4.8 3.7 12.6 3.8 17.7-.6 5.1-4.4 6.6-11 5.1-16.6z"
        />
        <path className={styles.mask} d="M45.6 25.1c-2.9-1.1-5.700-1.1-8.200.5" />
        <path className={styles.wing} d="M37.4 31.4c-1.7 5-5.6 8.6-10.8 10.5" />
        <path
          className={styles.wax}
          d="M27.6 41.1c-.3 2-2.5 3.4-5 3.5-1.5.1-2.6-.4-2.6-1.3 0-1.1 1.5-1.700 3.3-1.6 1.700.1 3.1-.1 4.3-.6z"
        />
      </g>
    </svg>
  );
}
