import { useCallback } from 'react';
import type { Block } from '../../../protocol/api/threads.ts';
import { limits } from '../../../protocol/limits.ts';
import { useClient } from '../session/client.ts';
import { useChange } from '../session/useChange.ts';
import { useFetched } from '../session/useFetched.ts';
import { AddLine } from '../ui/AddLine.tsx';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
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
  const { value, failed, reload } = useFetched(useCallback(() => client.blocks(), [client]));
  const blocks = value?.blocks ?? null;
  const { change, add, failed: refused } = useChange(reload);
  const addBlock = async (typed: string): Promise<string | null> => {
    if (typed.trim() === '') return t('blockNeed');
    const wrong = await add(() => client.addBlock(blockOf(typed)));
    return wrong && failureWords(wrong);
  };
  const problem = refused ?? failed;
  return (
    <Sheet title={t('blocked')} onClose={onClose}>
      <SheetText>{t('blockedText')}</SheetText>
      <AddLine
        label={t('blockNew')}
        name="block"
        maxLength={limits.blockValue}
        button={t('blockAdd')}
        onAdd={addBlock}
      />
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
                onClick={() => void change(() => client.removeBlock(block))}
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
