import { useCallback, useId } from 'react';
import { type Choice, choose, chosen, looks, type Look } from '../session/appearance.ts';
import { useChosen } from '../session/useChosen.ts';
import { t, type WordId } from '../words/words.ts';
import styles from './Appearance.module.css';
import { Section } from './Section.tsx';

const names: Record<Look, WordId> = { theme: 'theme', contrast: 'contrast', density: 'density' };

const words: { readonly [L in Look]: Readonly<Record<(typeof looks)[L][number], WordId>> } = {
  theme: { system: 'themeSystem', light: 'themeLight', dark: 'themeDark' },
  contrast: { system: 'themeSystem', more: 'contrastMore' },
  density: { comfortable: 'densityComfortable', compact: 'densityCompact' },
};

export function Appearance() {
  return (
    <Section title={t('appearance')} text={t('appearanceText')}>
      <Choices look="theme" />
      <Choices look="contrast" />
      <Choices look="density" />
    </Section>
  );
}

function Choices<L extends Look>({ look }: { look: L }) {
  const heading = useId();
  const [value, setValue] = useChosen<Choice<L>>(useCallback(() => chosen(look), [look]));
  const wordsOf: Readonly<Record<string, WordId>> = words[look];
  return (
    <div className={styles.look}>
      <h4 id={heading}>{t(names[look])}</h4>
      <div className={styles.choices} role="radiogroup" aria-labelledby={heading}>
        {looks[look].map((choice) => (
          <label key={choice} className={styles.choice}>
            <input
              type="radio"
              name={look}
              checked={value === choice}
              onChange={() => {
                choose(look, choice);
                setValue(choice);
              }}
            />
            {t(wordsOf[choice] ?? 'themeSystem')}
          </label>
        ))}
      </div>
    </div>
  );
}
