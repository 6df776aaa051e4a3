import { Card } from '../gate/Card.tsx';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/words.ts';

export function Elsewhere({ onTake }: { onTake: () => void }) {
  return (
    <Card title={t('elsewhereHeading')} text={t('elsewhereText')} announce>
      <Button shape="wide" onClick={onTake}>
        {t('elsewhereButton')}
      </Button>
    </Card>
  );
}
