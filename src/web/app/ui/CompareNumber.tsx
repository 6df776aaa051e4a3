import styles from './CompareNumber.module.css';

/** Digits to be compared with those on another screen, in threes. */
export function CompareNumber({ digits }: { digits: string }) {
  return (
    <p className={styles.digits} data-testid="number">
      {(digits.match(/\d{1,3}/g) ?? []).map((group, index) => (
        // eslint-disable-next-line react/no-array-index-key -- two groups may be alike, and none moves
        <span key={index}>{group} </span>
      ))}
    </p>
  );
}
