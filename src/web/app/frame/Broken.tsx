import { Component, type ReactNode } from 'react';
import { Card } from '../gate/Card.tsx';
import { Button } from '../ui/Button.tsx';
import { t } from '../words/words.ts';

/** Where an error in the page ends: words and a way out in place of a blank screen. */
export class Broken extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <Card title={t('brokenHeading')} text={t('brokenText')} announce>
        <Button shape="wide" onClick={() => location.reload()}>
          {t('reload')}
        </Button>
      </Card>
    );
  }
}
