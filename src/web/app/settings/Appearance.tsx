import { useState } from 'react';
import { chooseTheme, chosenTheme, type Theme } from '../session/theme.ts';
import { t, type WordId } from '../words/words.ts';
import styles from './Appearance.module.css';
import { Section } from './Section.tsx';

const themes: readonly (readonly [Theme, WordId])[] = [
  ['system', 'themeSystem'],
  ['light', 'themeLight'],
  ['dark', 'themeDark'],
];

export function Appearance() {
  const [theme, setTheme] = useState(chosenTheme);
  const choose = (chosen: Theme): void => {
    chooseTheme(chosen);
    setTheme(chosen);
  };
  return (
    <Section title={t('appearance')}>
      <div className={styles.choices} role="radiogroup" aria-label={t('appearance')}>
        {themes.map(([value, words]) => (
          <label key={value} className={styles.choice}>
            <input type="radio" name="theme" checked={theme === value} onChange={() => choose(value)} />
            {t(words)}
          </label>
        ))}
      </div>
    </Section>
  );
}
