import { isMac } from '../keys/isMac.ts';
import { type SendKey, chooseSendKey, chosenSendKey } from '../session/sendKey.ts';
import { useChosen } from '../session/useChosen.ts';
import { t } from '../words/words.ts';
import styles from './Appearance.module.css';
import { Section } from './Section.tsx';

/** Which key sends. */
export function Writing() {
  const [sendKey, setSendKey] = useChosen(chosenSendKey);
  const choices: readonly (readonly [SendKey, string])[] = [
    ['enter', t('enterSends')],
    ['modifier', t('modifierSends', { key: isMac ? '⌘' : 'Ctrl' })],
  ];
  const choose = (chosen: SendKey): void => {
    chooseSendKey(chosen);
    setSendKey(chosen);
  };
  return (
    <Section title={t('writingSection')} text={t('writingText')}>
      <div className={styles.choices} role="radiogroup" aria-label={t('writingSection')}>
        {choices.map(([value, words]) => (
          <label key={value} className={styles.choice}>
            <input type="radio" name="sendKey" checked={sendKey === value} onChange={() => choose(value)} />
            {words}
          </label>
        ))}
      </div>
    </Section>
  );
}
