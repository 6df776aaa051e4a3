import { useCallback, useState, type FormEvent } from 'react';
import type { Outcome } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { useFetched } from '../session/useFetched.ts';
import { Button } from '../ui/Button.tsx';
import { Field, FieldError } from '../ui/Field.tsx';
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
  const call = useCall();
  const { value, failed, reload } = useFetched(useCallback(() => client.sites(), [client]));
  const sites = value?.sites ?? null;
  const run = async (work: () => Promise<Outcome>): Promise<boolean> => {
    const outcome = await call.run(work);
    if (outcome?.ok) reload();
    return outcome?.ok ?? false;
  };
  const problem = call.failed ?? failed;
  return (
    <Sheet title={t('sites')} onClose={onClose}>
      <SheetText>{t('sitesText')}</SheetText>
      {sites?.length === 0 && <p>{t('sitesNone')}</p>}
      {sites !== null && sites.length > 0 && (
        <ul className={styles.list} aria-label={t('sites')}>
          {sites.map(({ site, policy }) => (
            <li key={site} className={styles.row}>
              <span className={styles.words}>{site}</span>
              <PolicySelect
                label={t('sitePolicy', { site })}
                labelled={false}
                policy={policy ?? 'closed'}
                onChange={(next) => void run(() => client.putSite(site, next))}
              />
              <Button
                look="danger"
                aria-label={t('removeNamed', { name: site })}
                onClick={() => void run(() => client.removeSite(site))}
              >
                {t('remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {problem !== null && <FieldError>{failureWords(problem)}</FieldError>}
      <AddSite busy={call.busy} onAdd={(site) => run(() => client.putSite(site, 'approval'))} />
      {sites !== null && sites.length > 0 && (
        <>
          <p>{t('siteSnippetText')}</p>
          <Snippet thread={null} />
        </>
      )}
    </Sheet>
  );
}

function AddSite({ busy, onAdd }: { busy: boolean; onAdd: (site: string) => Promise<boolean> }) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const site = originOf(typed);
    if (site === null) return setProblem(t('siteBad'));
    if (await onAdd(site)) setTyped('');
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <Field
        label={t('siteAdd')}
        hint={t('siteAddHint')}
        name="site"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        value={typed}
        error={problem}
        onChange={(event) => {
          setTyped(event.target.value);
          setProblem(null);
        }}
        action={
          <Button type="submit" look="quiet" busy={busy}>
            {t('siteAddButton')}
          </Button>
        }
      />
    </form>
  );
}
