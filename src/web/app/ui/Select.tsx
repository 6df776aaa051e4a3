import { useId } from 'react';
import { Icon } from './Icon.tsx';
import styles from './Select.module.css';

interface SelectProps {
  label: string;
  /** Whether the label stands above it; else it is its name alone. */
  labelled?: boolean;
  value: string;
  options: readonly (readonly [value: string, words: string])[];
  onChange: (value: string) => void;
}

/** One of a few. */
export function Select({ label, labelled = false, value, options, onChange }: SelectProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={labelled ? styles.label : 'unseen'}>
        {label}
      </label>
      <span className={styles.frame}>
        <select id={id} className={styles.select} value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
        <Icon name="open" size={16} />
      </span>
    </div>
  );
}
