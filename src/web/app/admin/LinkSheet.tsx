import { CopyButton } from '../ui/CopyButton.tsx';
import { Field } from '../ui/Field.tsx';
import { QrCode } from '../ui/QrCode.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { t } from '../words/words.ts';

interface LinkSheetProps {
  title: string;
  text: string;
  link: string;
  onClose: () => void;
}

/** A one-time link, to be handed on. */
export function LinkSheet({ title, text, link, onClose }: LinkSheetProps) {
  return (
    <Sheet title={title} onClose={onClose}>
      <SheetText>{text}</SheetText>
      <QrCode text={link} label={t('linkQrOf')} />
      <Field label={t('linkField')} name="link" readOnly value={link} onFocus={(event) => event.target.select()} />
      <SheetActions>
        <CopyButton autoFocus text={link} words={t('linkCopy')} done={t('linkCopied')} />
      </SheetActions>
    </Sheet>
  );
}
