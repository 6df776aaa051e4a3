import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import { QrCode } from '../ui/QrCode.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { useCopy } from '../ui/useCopy.ts';
import { t } from '../words/words.ts';

interface LinkSheetProps {
  title: string;
  text: string;
  link: string;
  onClose: () => void;
}

/** A one-time link, to be handed on. */
export function LinkSheet({ title, text, link, onClose }: LinkSheetProps) {
  const { copied, copy } = useCopy();
  return (
    <Sheet title={title} onClose={onClose}>
      <SheetText>{text}</SheetText>
      <QrCode text={link} label={t('linkQrOf')} />
      <Field label={t('linkField')} name="link" readOnly value={link} onFocus={(event) => event.target.select()} />
      <SheetActions>
        <Button autoFocus onClick={() => void copy(link)}>
          <Icon name={copied ? 'check' : 'copy'} size={16} />
          {copied ? t('linkCopied') : t('linkCopy')}
        </Button>
      </SheetActions>
      <p className="unseen" role="status">
        {copied ? t('linkCopied') : ''}
      </p>
    </Sheet>
  );
}
