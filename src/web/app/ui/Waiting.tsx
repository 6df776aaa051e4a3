import styles from './Waiting.module.css';

interface WaitingProps {
  rows?: number;
  /** Each with a sign before its words, as people and machines have one. */
  signed?: boolean;
}

/** The shape of rows that are being fetched. It is seen once that takes long enough to be noticed. */
export function Waiting({ rows = 2, signed = false }: WaitingProps) {
  return (
    <div className={styles.rows} aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row} data-signed={signed || undefined}>
          {signed && <span className={styles.sign} />}
          <span className={styles.name} />
          <span className={styles.line} />
        </div>
      ))}
    </div>
  );
}
