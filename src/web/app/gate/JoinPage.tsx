import { Link } from 'wouter';
import { t } from '../words/words.ts';
import { Aside, Card } from './Card.tsx';
import { CreateForm } from './CreateForm.tsx';

export function JoinPage({ token }: { token: string }) {
  return (
    <Card title={t('createHeading')} text={`${t('joinText')} ${t('promise')}`}>
      <CreateForm admission={{ invitation: token }} />
      <Aside>
        {t('haveAccount')} <Link href="/login">{t('login')}</Link>
      </Aside>
    </Card>
  );
}
