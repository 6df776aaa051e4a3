import { useState } from 'react';
import { chooseLanguage, chosenLanguage } from '../session/language.ts';
import { useChosen } from '../session/useChosen.ts';
import { FieldError } from '../ui/Field.tsx';
import { Select } from '../ui/Select.tsx';
import { languageNames, languageOf, languages } from '../words/language.ts';
import { t } from '../words/words.ts';
import { Section } from './Section.tsx';

const BROWSERS = 'browser';
const stored = (): string => chosenLanguage() ?? BROWSERS;

export function Language() {
  const [value, setValue] = useChosen<string>(stored);
  const [failed, setFailed] = useState(false);
  const choose = (chosen: string): void => {
    setValue(chosen);
    setFailed(false);
    chooseLanguage(languageOf(chosen) ?? null).catch(() => {
      setValue(stored());
      setFailed(true);
    });
  };
  const names = languageNames.map((name) => [name, languages[name].name] as const);
  return (
    <Section title={t('language')} text={t('languageText')}>
      <Select
        label={t('language')}
        value={value}
        options={[[BROWSERS, t('languageBrowser')], ...names]}
        onChange={choose}
      />
      {failed && <FieldError>{t('languageFailed')}</FieldError>}
    </Section>
  );
}
