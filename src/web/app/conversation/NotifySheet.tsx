import { useState } from 'react';
import type { Notify, NotifyLevel } from '../../../client/api.ts';
import { useClient, useClientState } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Select } from '../ui/Select.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { momentOfDay } from '../words/time.ts';
import { t } from '../words/words.ts';

interface NotifySheetProps {
  conversation: string;
  name: string;
  /** In a room one can be told of what mentions one alone. */
  isRoom: boolean;
  now: Notify;
  onClose: () => void;
}

const HOUR = 3600_000;
const MORNING = 8;

/** When it ends, by the reader's own clock; null: it does not. */
const ends = {
  always: () => null,
  hour: () => Date.now() + HOUR,
  eightHours: () => Date.now() + 8 * HOUR,
  tomorrow: () => {
    const day = new Date();
    day.setDate(day.getDate() + 1);
    return day.setHours(MORNING, 0, 0, 0);
  },
} as const;

type End = keyof typeof ends;

/** What one wants to be told of in a conversation, and for how long not. */
export function NotifySheet({ conversation, name, isRoom, now, onClose }: NotifySheetProps) {
  const client = useClient();
  const call = useCall();
  const username = useClientState(({ self }) => self?.username ?? '');
  const [level, setLevel] = useState<NotifyLevel>(now.notify);
  const [end, setEnd] = useState<End>('always');
  const levels: [NotifyLevel, string][] = [
    ['all', t('notifyAll')],
    ...(isRoom ? [['mentions', t('notifyMentions', { username })] satisfies [NotifyLevel, string]] : []),
    ['none', t('notifyNone')],
  ];
  const set = async (): Promise<void> => {
    const until = level === 'none' ? ends[end]() : null;
    const outcome = await call.run(() => client.setNotify(conversation, level, until));
    if (outcome?.ok) onClose();
  };
  return (
    <Sheet title={t('notifyTitleOf', { name })} onClose={onClose}>
      <SheetText>
        {now.notifyUntil !== null && `${t('mutedUntil', { time: momentOfDay(now.notifyUntil) })}. `}
        {t('notifyText')}
      </SheetText>
      <Select
        label={t('notifyTitle')}
        value={level}
        options={levels}
        onChange={(value) => setLevel(value as NotifyLevel)}
      />
      {level === 'none' && (
        <Select
          label={t('howLong')}
          labelled
          value={end}
          options={(Object.keys(ends) as End[]).map((each) => [each, t(each)] as const)}
          onChange={(value) => setEnd(value as End)}
        />
      )}
      {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
      <SheetActions>
        <Button look="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button busy={call.busy} onClick={() => void set()}>
          {t('set')}
        </Button>
      </SheetActions>
    </Sheet>
  );
}
