import type { DeletionScope, PersonView } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';
import { t } from '../words/words.ts';
import { DeleteSheet } from './DeleteSheet.tsx';

interface DeleteConversationProps {
  conversation: string;
  person: PersonView;
  onClose: () => void;
  onDeleted: () => void;
}

/** The alerts of a machine are each follower's own to delete. */
export function DeleteAlerts({ conversation, person, onClose, onDeleted }: DeleteConversationProps) {
  const client = useClient();
  return (
    <DeleteSheet
      title={t('alertsDeleteTitle', { machine: person.username })}
      text={t('alertsDeleteText')}
      forEveryone={false}
      remove={(scope: DeletionScope) => client.deleteConversation(conversation, scope)}
      onClose={onClose}
      onDeleted={onDeleted}
    />
  );
}

export function DeleteConversation({ conversation, person, onClose, onDeleted }: DeleteConversationProps) {
  const client = useClient();
  const name = person.displayName;
  return (
    <DeleteSheet
      title={t('deleteConversationTitle', { name })}
      text={t('deleteConversationText', { name })}
      forEveryone
      remove={(scope: DeletionScope) => client.deleteConversation(conversation, scope)}
      onClose={onClose}
      onDeleted={onDeleted}
    />
  );
}

/** What a visitor began is shared by those who answer: any of them may delete it for all. */
export function DeleteContact({ conversation, person, onClose, onDeleted }: DeleteConversationProps) {
  const client = useClient();
  const name = person.displayName;
  return (
    <DeleteSheet
      title={t('contactDeleteTitle', { name })}
      text={t('contactDeleteText', { name })}
      forEveryone
      remove={(scope: DeletionScope) => client.deleteConversation(conversation, scope)}
      onClose={onClose}
      onDeleted={onDeleted}
    />
  );
}
