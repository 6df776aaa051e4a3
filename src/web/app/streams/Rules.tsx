import { useCallback } from 'react';
import type { RuleCondition } from '../../../protocol/api/streams.ts';
import { useClient, useClientState } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { useFetched } from '../session/useFetched.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Sheet, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { AddRule } from './AddRule.tsx';
import styles from './Rules.module.css';
import { ruleWords } from './ruleWords.ts';

/** What makes a record an alert for all followers; admins say it. */
export function Rules({ machine, onClose }: { machine: string; onClose: () => void }) {
  const client = useClient();
  const call = useCall();
  const isAdmin = useClientState((state) => state.self?.role === 'admin');
  const { value, failed, reload } = useFetched(useCallback(() => client.rules(machine), [client, machine]));
  const rules = value?.rules ?? null;
  const add = async (condition: RuleCondition): Promise<boolean> => {
    const outcome = await call.run(() => client.addRule(machine, condition));
    if (outcome?.ok) reload();
    return outcome?.ok ?? false;
  };
  const remove = async (rule: string): Promise<void> => {
    const outcome = await call.run(() => client.removeRule(machine, rule));
    if (outcome?.ok) reload();
  };
  const problem = call.failed ?? failed;
  return (
    <Sheet title={t('rules')} onClose={onClose}>
      <SheetText>{t('rulesText', { machine })}</SheetText>
      {rules?.length === 0 && <p>{t('rulesNone')}</p>}
      {rules !== null && rules.length > 0 && (
        <ul className={styles.list} aria-label={t('rules')}>
          {rules.map(({ rule, condition }) => (
            <li key={rule} className={styles.rule}>
              <span className={styles.words}>{ruleWords(condition)}</span>
              {isAdmin && (
                <Button
                  look="danger"
                  aria-label={t('ruleRemove', { rule: ruleWords(condition) })}
                  onClick={() => void remove(rule)}
                >
                  {t('remove')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {problem !== null && <FieldError>{failureWords(problem)}</FieldError>}
      {isAdmin && <AddRule busy={call.busy} onAdd={add} />}
    </Sheet>
  );
}
