import { Link } from 'wouter';
import { useClientState } from '../session/client.ts';
import { t } from '../words/words.ts';
import { Aside, Card } from './Card.tsx';
import { CreateForm } from './CreateForm.tsx';

export function CreatePage() {
  const closed = useClientState((state) => state.server?.registration === false);
  const login = (
    <Aside>
      {t('haveAccount')} <Link href="/login">{t('login')}</Link>
    </Aside>
  );
  if (closed) {
    return (
      <Card title={t('closedHeading')} text={t('closedText')}>
        {login}
      </Card>
    );
  }
  return (
    <Card title={t('createHeading')} text={t('promise')}>
      <CreateForm />
      {login}
    </Card>
  );
}
