import { useCallback } from 'react';
import { limits } from '../../../protocol/limits.ts';
import { useClient } from '../session/client.ts';
import { useChange } from '../session/useChange.ts';
import { useFetched } from '../session/useFetched.ts';
import { AddLine } from '../ui/AddLine.tsx';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Sheet, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { PolicySelect } from './PolicySelect.tsx';
import styles from './Rows.module.css';
import { Snippet } from './Snippet.tsx';
import { originOf } from './typed.ts';

/** The sites whose pages make threads by themselves. */
export function Sites({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const { value, failed, reload } = useFetched(useCallback(() => client.sites(), [client]));
  const sites = value?.sites ?? null;
  const { change, add, failed: refused } = useChange(reload);
  const addSite = async (typed: string): Promise<string | null> => {
    const site = originOf(typed);
    if (site === null) return t('siteBad');
    const wrong = await add(() => client.putSite(site, 'approval'));
    return wrong && failureWords(wrong);
  };
  const problem = refused ?? failed;
  return (
    <Sheet title={t('sites')} onClose={onClose}>
      <SheetText>{t('sitesText')}</SheetText>
      {sites?.length === 0 && <p>{t('sitesNone')}</p>}
      {sites !== null && sites.length > 0 && (
        <ul className={styles.list} aria-label={t('sites')}>
          {sites.map(({ site, policy, threads }) => (
            <li key={site} className={styles.row}>
              <span className={styles.site}>
                <span>{site}</span>
                <span className={styles.about}>
                  {threads < limits.threadsPerSite ? t('siteThreads', { count: threads }) : t('siteFull')}
                </span>
              </span>
              <PolicySelect
                label={t('sitePolicy', { site })}
                labelled={false}
                policy={policy ?? 'closed'}
                onChange={(next) => void change(() => client.putSite(site, next))}
              />
              <Button
                look="danger"
                aria-label={t('removeNamed', { name: site })}
                onClick={() => void change(() => client.removeSite(site))}
              >
                {t('remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {problem !== null && <FieldError>{failureWords(problem)}</FieldError>}
      <AddLine
        label={t('siteAdd')}
        hint={t('siteAddHint')}
        name="site"
        inputMode="url"
        button={t('siteAddButton')}
        onAdd={addSite}
      />
      {sites !== null && sites.length > 0 && (
        <>
          <p>{t('siteSnippetText')}</p>
          <Snippet thread={null} />
        </>
      )}
    </Sheet>
  );
}
