import { useCallback, useState, type FormEvent } from 'react';
import type { Outcome } from '../../../client/api.ts';
import type { Block } from '../../../protocol/api/threads.ts';
import { limits } from '../../../protocol/limits.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { useFetched } from '../session/useFetched.ts';
import { Button } from '../ui/Button.tsx';
import { Field, FieldError } from '../ui/Field.tsx';
import { Sheet, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { t, type WordId } from '../words/words.ts';
import { blockOf } from './blockOf.ts';
import styles from './Rows.module.css';

const kindWords = {
  word: 'blockKindWord',
  email: 'blockKindEmail',
  address: 'blockKindAddress',
} as const satisfies Record<Block['kind'], WordId>;

/** Everything that is blocked. */
export function Blocked({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const call = useCall();
  const { value, failed, reload } = useFetched(useCallback(() => client.blocks(), [client]));
  const blocks = value?.blocks ?? null;
  const run = async (work: () => Promise<Outcome>): Promise<boolean> => {
    const outcome = await call.run(work);
    if (outcome?.ok) reload();
    return outcome?.ok ?? false;
  };
  const problem = call.failed ?? failed;
  return (
    <Sheet title={t('blocked')} onClose={onClose}>
      <SheetText>{t('blockedText')}</SheetText>
      <AddBlock busy={call.busy} onAdd={(block) => run(() => client.addBlock(block))} />
      {problem !== null && <FieldError>{failureWords(problem)}</FieldError>}
      {blocks?.length === 0 && <p>{t('blockedNone')}</p>}
      {blocks !== null && blocks.length > 0 && (
        <ul className={styles.list} aria-label={t('blocked')}>
          {blocks.map((block) => (
            <li key={`${block.kind} ${block.value}`} className={styles.row}>
              <span className={styles.words}>{block.value}</span>
              <span className={styles.kind}>{t(kindWords[block.kind])}</span>
              <Button
                look="danger"
                aria-label={t('unblockNamed', { value: block.value })}
                onClick={() => void run(() => client.removeBlock(block))}
              >
                {t('remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

function AddBlock({ busy, onAdd }: { busy: boolean; onAdd: (block: Block) => Promise<boolean> }) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (typed.trim() === '') return setProblem(t('blockNeed'));
    if (await onAdd(blockOf(typed))) setTyped('');
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <Field
        label={t('blockNew')}
        name="block"
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        maxLength={limits.blockValue}
        value={typed}
        error={problem}
        onChange={(event) => {
          setTyped(event.target.value);
          setProblem(null);
        }}
        action={
          <Button type="submit" look="quiet" busy={busy}>
            {t('blockAdd')}
          </Button>
        }
      />
    </form>
  );
}
