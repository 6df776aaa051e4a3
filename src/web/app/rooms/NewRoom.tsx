import { useClient } from '../session/client.ts';
import { NameSheet } from '../ui/NameSheet.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';

interface NewRoomProps {
  onMade: (room: string) => void;
  onClose: () => void;
}

const roomOf = (typed: string): string => typed.trim().replace(/^#/, '').toLowerCase();

export function NewRoom({ onMade, onClose }: NewRoomProps) {
  const client = useClient();
  return (
    <NameSheet
      title={t('newRoom')}
      label={t('roomName')}
      hint={t('roomNameHint')}
      name="room"
      button={t('makeRoom')}
      check={(typed) => (roomOf(typed) === '' ? t('needRoomName') : null)}
      run={(typed) => client.createRoom(roomOf(typed))}
      words={(failed) => (failed.code === 'invalid' ? t('roomNameHint') : failureWords(failed))}
      onDone={(_, typed) => onMade(roomOf(typed))}
      onClose={onClose}
    />
  );
}
