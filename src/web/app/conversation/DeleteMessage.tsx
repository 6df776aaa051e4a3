import type { Item } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';
import { fullName } from '../words/person.ts';
import { t } from '../words/words.ts';
import { DeleteSheet } from './DeleteSheet.tsx';

interface DeleteMessageProps {
  conversation: string;
  item: Item;
  onClose: () => void;
  onDeleted: () => void;
}

export function DeleteMessage({ conversation, item, onClose, onDeleted }: DeleteMessageProps) {
  const client = useClient();
  return (
    <DeleteSheet
      title={t(item.mine ? 'deleteOwnTitle' : 'deleteOtherTitle')}
      text={item.mine ? t('deleteOwnText') : t('deleteOtherText', { name: fullName(item.author) })}
      forEveryone={item.mine && item.body.type !== 'deleted'}
      remove={(scope) => client.deleteMessage(conversation, item.key, scope)}
      onClose={onClose}
      onDeleted={onDeleted}
    />
  );
}
