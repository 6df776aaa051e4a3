import { Card } from '../gate/Card.tsx';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/words.ts';

/** The page is there and its client is not: the network or the server went away between the two. */
export function Unloaded() {
  return (
    <Card title={t('unloadedHeading')} text={t('failOffline')} announce>
      <Button shape="wide" onClick={() => location.reload()}>
        {t('tryAgain')}
      </Button>
    </Card>
  );
}
