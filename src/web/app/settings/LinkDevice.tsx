import { useEffect, useState } from 'react';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { CompareNumber } from '../ui/CompareNumber.tsx';
import { Field, FieldError } from '../ui/Field.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { type Failed, failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { LetIn } from './LetIn.tsx';
import styles from './PasswordSheet.module.css';

interface Found {
  readonly label: string;
  readonly number: string | null;
}

interface LinkDeviceProps {
  /** What is behind the `#` of a scanned link. */
  scanned?: string | null;
  onClose: () => void;
}

/** Lets in a new device: its code, the number on both, the password. A scanned link needs neither code nor number. */
export function LinkDevice({ scanned = null, onClose }: LinkDeviceProps) {
  const client = useClient();
  const { run, failed, busy } = useCall();
  const [found, setFound] = useState<Found | null>(null);
  const [same, setSame] = useState(false);
  const find = async (codeOrLink: string): Promise<void> => {
    const outcome = await run(() => client.findLinking(codeOrLink));
    if (outcome?.ok) setFound(outcome);
  };
  useEffect(() => {
    if (scanned !== null) void find(scanned);
    // eslint-disable-next-line react/exhaustive-deps -- `find` is made anew at every rendering and does the same
  }, [scanned]);
  const cancel = (): void => {
    void client.cancelLinking();
    onClose();
  };

  if (found !== null && (same || found.number === null)) {
    return <LetIn label={found.label} compared={found.number !== null} onCancel={cancel} onDone={onClose} />;
  }
  return (
    <Sheet title={t('linkDevice')} onClose={cancel}>
      {found !== null && found.number !== null && (
        <Compare label={found.label} number={found.number} onSame={() => setSame(true)} onCancel={cancel} />
      )}
      {found === null && scanned === null && <CodeForm busy={busy} failed={failed} onFind={find} onCancel={cancel} />}
      {found === null && scanned !== null && (
        <>
          {failed === null ? (
            <SheetText>{t('fetching')}</SheetText>
          ) : (
            <FieldError>{notFoundWords(failed, t('linkScanAgain'))}</FieldError>
          )}
        </>
      )}
    </Sheet>
  );
}

const notFoundWords = (failed: Failed, missing: string): string =>
  failed.code === 'not_found' || failed.code === 'link_spent'
    ? missing
    : failed.code === 'keys_do_not_match'
      ? t('linkFoul')
      : failureWords(failed);

interface CodeFormProps {
  busy: boolean;
  failed: Failed | null;
  onFind: (code: string) => Promise<void>;
  onCancel: () => void;
}

function CodeForm({ busy, failed, onFind, onCancel }: CodeFormProps) {
  const [code, setCode] = useState('');
  const [empty, setEmpty] = useState(false);
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setEmpty(code.trim() === '');
        if (code.trim() !== '') void onFind(code);
      }}
    >
      <SheetText>{t('linkThereText')}</SheetText>
      <Field
        label={t('linkCode')}
        name="linking-code"
        autoComplete="off"
        autoCapitalize="characters"
        autoCorrect="off"
        spellCheck={false}
        autoFocus
        value={code}
        error={empty ? t('linkNeedCode') : failed && notFoundWords(failed, t('linkNobody'))}
        onChange={(event) => {
          setCode(event.target.value);
          setEmpty(false);
        }}
      />
      <SheetActions>
        <Button look="quiet" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button type="submit" busy={busy}>
          {t('codeContinue')}
        </Button>
      </SheetActions>
    </form>
  );
}

interface CompareProps {
  label: string;
  number: string;
  onSame: () => void;
  onCancel: () => void;
}

function Compare({ label, number, onSame, onCancel }: CompareProps) {
  return (
    <div className={styles.form}>
      <SheetText>{t('linkCompareThere', { label })}</SheetText>
      <CompareNumber digits={number} />
      <SheetActions>
        <Button look="quiet" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button onClick={onSame}>{t('linkSame')}</Button>
      </SheetActions>
    </div>
  );
}
