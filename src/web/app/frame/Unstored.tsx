import { Card } from '../gate/Card.tsx';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/words.ts';

/** The browser does not open its storage: nothing can be kept here, so nothing is begun. */
export function Unstored({ full }: { full: boolean }) {
  return (
    <Card title={t('storageHeading')} text={t(full ? 'failStorage' : 'storageText')} announce>
      <Button shape="wide" onClick={() => location.reload()}>
        {t('tryAgain')}
      </Button>
    </Card>
  );
}
