import type { PersonView } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';
import { ConfirmSheet } from '../ui/ConfirmSheet.tsx';
import { fullName } from '../words/person.ts';
import { t } from '../words/words.ts';

interface BlockSheetProps {
  person: PersonView;
  onClose: () => void;
  onBlocked: () => void;
}

export function BlockSheet({ person, onClose, onBlocked }: BlockSheetProps) {
  const client = useClient();
  return (
    <ConfirmSheet
      title={t('blockTitle', { name: fullName(person) })}
      text={t('blockText')}
      button={t('blockPerson', { name: person.displayName })}
      run={() => client.setBlocked(person.account, true)}
      onDone={onBlocked}
      onClose={onClose}
    />
  );
}
