import { useEffect } from 'react';
import { useClient, useClientState } from '../session/client.ts';
import { NameSheet } from '../ui/NameSheet.tsx';
import { Notice } from '../ui/Notice.tsx';
import { failureWords, type Failed } from '../words/failures.ts';
import { t } from '../words/words.ts';

interface NewMessageProps {
  onOpened: (conversation: string) => void;
  onClose: () => void;
}

const nameOf = (typed: string): string => typed.trim().replace(/^@/, '');

export function NewMessage({ onOpened, onClose }: NewMessageProps) {
  const client = useClient();
  const self = useClientState((state) => state.self?.username ?? '');
  const isClear = useClientState((state) => state.server?.encryption === false);
  useEffect(() => {
    client.askServer();
  }, [client]);
  const check = (typed: string): string | null => {
    if (nameOf(typed) === '') return t('needUsername');
    return nameOf(typed).toLowerCase() === self ? t('toSelf') : null;
  };
  return (
    <NameSheet
      title={t('newMessage')}
      label={t('to')}
      hint={t('toHint')}
      name="to"
      note={isClear ? <Notice>{t('newClear')}</Notice> : null}
      button={t('toButton')}
      check={check}
      run={(typed) => client.startDirect(nameOf(typed))}
      words={words}
      onDone={({ conversation }) => onOpened(conversation)}
      onClose={onClose}
    />
  );
}

function words(failed: Failed, typed: string): string {
  const name = nameOf(typed);
  if (failed.code === 'not_found' || failed.code === 'invalid') return t('toUnknown', { name });
  if (failed.code === 'no_keys') return t('toNoKeys', { name });
  return failureWords(failed);
}
