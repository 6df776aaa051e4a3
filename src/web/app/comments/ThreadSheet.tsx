import { useState, type FormEvent } from 'react';
import type { OwnThread } from '../../../protocol/api/threads.ts';
import type { ThreadPolicy } from '../../../protocol/comments.ts';
import { limits } from '../../../protocol/limits.ts';
import { useClient, useClientState } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { Field, FieldError } from '../ui/Field.tsx';
import { LinesField } from '../ui/LinesField.tsx';
import { Select } from '../ui/Select.tsx';
import { Sheet, SheetActions } from '../ui/Sheet.tsx';
import { failureWords, type Failed } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { PolicySelect } from './PolicySelect.tsx';
import { RemoveThread } from './RemoveThread.tsx';
import { Snippet } from './Snippet.tsx';
import styles from './ThreadSheet.module.css';
import { keyOf, listOf, originOf } from './typed.ts';

interface ThreadSheetProps {
  /** Null: a new one. */
  thread: OwnThread | null;
  onClose: () => void;
  onSaved: (thread: OwnThread) => void;
  onRemoved?: () => void;
}

type Problem = { at: 'key' | 'sites' | 'answerers'; words: string };

interface Typed {
  key: string;
  title: string;
  mode: OwnThread['mode'];
  policy: ThreadPolicy;
  sites: string;
  answerers: string;
}

/** A thread is made, or changed. */
export function ThreadSheet({ thread, onClose, onSaved, onRemoved }: ThreadSheetProps) {
  const client = useClient();
  const call = useCall();
  const own = useClientState((state) => state.self?.username ?? '');
  const [typed, setTyped] = useState<Typed>(() => typedOf(thread, own));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [removing, setRemoving] = useState(false);
  const type = (change: Partial<Typed>): void => {
    setTyped({ ...typed, ...change });
    setProblem(null);
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const said = saidBy(typed, thread);
    if ('words' in said) return setProblem(said);
    const { key, ...settings } = said;
    const { mode } = typed;
    const outcome = await call.run(() =>
      thread === null
        ? client.createThread({ thread: key, mode, ...settings })
        : client.changeThread(thread.thread, settings),
    );
    if (outcome?.ok) onSaved(outcome);
  };
  const problemAt = (at: Problem['at']): string | null => (problem?.at === at ? problem.words : null);

  return (
    <Sheet title={thread === null ? t('newThread') : thread.title || thread.thread} onClose={onClose}>
      <form className={styles.form} noValidate onSubmit={(event) => void save(event)}>
        {thread === null && (
          <>
            <Field
              label={t('threadKey')}
              hint={t('threadKeyHint')}
              name="thread"
              autoComplete="off"
              autoCapitalize="off"
              autoCorrect="off"
              spellCheck={false}
              autoFocus
              value={typed.key}
              error={problemAt('key')}
              onChange={(event) => type({ key: event.target.value })}
            />
            <Select
              label={t('threadMode')}
              labelled
              value={typed.mode}
              options={[
                ['comments', t('modeComments')],
                ['contact', t('modeContact')],
              ]}
              onChange={(mode) => type({ mode: mode === 'contact' ? 'contact' : 'comments' })}
            />
          </>
        )}
        <Field
          label={t('threadTitle')}
          hint={t('threadTitleHint')}
          name="title"
          autoComplete="off"
          maxLength={limits.threadTitle}
          dir="auto"
          value={typed.title}
          onChange={(event) => type({ title: event.target.value })}
        />
        {typed.mode === 'comments' && (
          <PolicySelect label={t('threadPolicy')} policy={typed.policy} onChange={(policy) => type({ policy })} />
        )}
        {typed.mode === 'contact' && (
          <LinesField
            label={t('threadAnswerers')}
            hint={t('threadAnswerersHint')}
            name="answerers"
            rows={2}
            value={typed.answerers}
            onChange={(event) => type({ answerers: event.target.value })}
          />
        )}
        {problemAt('answerers') !== null && <FieldError>{problemAt('answerers')}</FieldError>}
        <LinesField
          label={t('threadSites')}
          hint={t('threadSitesHint')}
          name="sites"
          rows={2}
          value={typed.sites}
          onChange={(event) => type({ sites: event.target.value })}
        />
        {problemAt('sites') !== null && <FieldError>{problemAt('sites')}</FieldError>}
        {call.failed && <FieldError>{saveFailed(call.failed)}</FieldError>}
        <SheetActions>
          {thread !== null && (
            <Button look="danger" onClick={() => setRemoving(true)}>
              {t('removeThread')}
            </Button>
          )}
          <Button type="submit" busy={call.busy}>
            {t(thread === null ? 'makeThread' : 'saveThread')}
          </Button>
        </SheetActions>
      </form>
      {thread !== null && <ForThePage thread={thread} />}
      {removing && thread !== null && (
        <RemoveThread thread={thread} onClose={() => setRemoving(false)} onRemoved={() => onRemoved?.()} />
      )}
    </Sheet>
  );
}

/** How it gets onto a page, and what else there is of it. */
function ForThePage({ thread: { thread, mode } }: { thread: OwnThread }) {
  const path = `/public/${encodeURIComponent(thread)}`;
  return (
    <section className={styles.page}>
      <h3>{t('threadSnippet')}</h3>
      <p>{t('threadSnippetText')}</p>
      <Snippet thread={thread} mode={mode} />
      <p className={styles.links}>
        <a href={path} target="_blank" rel="noreferrer">
          {t('threadPage')}
        </a>
        {mode === 'comments' && (
          <a href={`/api/v1/threads/export?thread=${encodeURIComponent(thread)}`} download="comments.ndjson">
            {t('exportComments')}
          </a>
        )}
      </p>
    </section>
  );
}

function typedOf(thread: OwnThread | null, own: string): Typed {
  if (thread === null) {
    return { key: '', title: '', mode: 'comments', policy: 'approval', sites: '', answerers: own };
  }
  const { thread: key, title, mode, policy, sites, answerers } = thread;
  return { key, title, mode, policy, sites: sites.join('\n'), answerers: answerers.join('\n') };
}

type Said = Pick<OwnThread, 'title' | 'policy' | 'sites' | 'answerers'> & { key: string };

/** What is to be saved, or what is wrong with it. */
function saidBy(typed: Typed, thread: OwnThread | null): Said | Problem {
  const key = thread?.thread ?? keyOf(typed.key);
  if (key === null) return { at: 'key', words: t('threadKeyBad') };
  const sites = listOf(typed.sites);
  const bad = sites.find((site) => originOf(site) === null);
  if (bad !== undefined) return { at: 'sites', words: t('threadSitesBad', { site: bad }) };
  const contact = typed.mode === 'contact';
  const answerers = contact ? listOf(typed.answerers).map((name) => name.replace(/^@/, '').toLowerCase()) : [];
  if (contact && answerers.length === 0) return { at: 'answerers', words: t('threadAnswerersNeed') };
  const { title, policy } = typed;
  const origins = [...new Set(sites.map((site) => originOf(site) ?? site))];
  return {
    key,
    title: title.trim(),
    policy: contact && policy !== 'closed' ? 'open' : policy,
    sites: origins,
    answerers,
  };
}

function saveFailed(failed: Failed): string {
  return failed.code === 'not_found' ? t('threadAnswererUnknown') : failureWords(failed);
}
