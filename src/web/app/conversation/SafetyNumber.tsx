import type { PersonView } from '../../../client/api.ts';
import { Sheet, SheetText } from '../ui/Sheet.tsx';
import { fullName } from '../words/person.ts';
import { t } from '../words/words.ts';
import styles from './SafetyNumber.module.css';

interface SafetyNumberProps {
  person: PersonView;
  digits: string | null;
  onClose: () => void;
}

export function SafetyNumber({ person, digits, onClose }: SafetyNumberProps) {
  const name = fullName(person);
  return (
    <Sheet title={t('safetyNumber')} onClose={onClose}>
      <SheetText>{digits === null ? t('safetyUnknown', { name }) : t('safetyText', { name })}</SheetText>
      {digits !== null && (
        <p className={styles.digits}>
          {(digits.match(/\d{1,5}/g) ?? []).map((group, index) => (
            // eslint-disable-next-line react/no-array-index-key -- two groups may be alike, and none moves
            <span key={index}>{group} </span>
          ))}
        </p>
      )}
    </Sheet>
  );
}
