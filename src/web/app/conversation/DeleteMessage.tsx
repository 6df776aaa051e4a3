import type { Item } from '../../../client/api.ts';
import { useClient } from '../session/client.ts';
import { fullName } from '../words/person.ts';
import { t } from '../words/words.ts';
import { DeleteSheet } from './DeleteSheet.tsx';

interface DeleteMessageProps {
  conversation: string;
  item: Item;
  /** The conversation as a whole can be deleted for everyone, its messages not. */
  onlyForMe?: boolean;
  onClose: () => void;
  onDeleted: () => void;
}

export function DeleteMessage({ conversation, item, onlyForMe = false, onClose, onDeleted }: DeleteMessageProps) {
  const client = useClient();
  const own = item.mine && !onlyForMe;
  const others = onlyForMe ? t('contactDeleteMessage') : t('deleteOtherText', { name: fullName(item.author) });
  return (
    <DeleteSheet
      title={t(own ? 'deleteOwnTitle' : 'deleteOtherTitle')}
      text={own ? t('deleteOwnText') : others}
      forEveryone={own && item.body.type !== 'deleted'}
      remove={(scope) => client.deleteMessage(conversation, item.key, scope)}
      onClose={onClose}
      onDeleted={onDeleted}
    />
  );
}
