import { Button } from '../ui/Button.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { t } from '../words/words.ts';

export function DeleteComment({ onClose, onDelete }: { onClose: () => void; onDelete: () => void }) {
  return (
    <Sheet title={t('deleteCommentTitle')} asks onClose={onClose}>
      <SheetText>{t('deleteCommentText')}</SheetText>
      <SheetActions>
        <Button look="quiet" autoFocus onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button look="danger" onClick={onDelete}>
          {t('deleteForEver')}
        </Button>
      </SheetActions>
    </Sheet>
  );
}
