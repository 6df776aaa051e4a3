import type { Body, PersonView } from '../../../client/api.ts';
import { NoticeBody } from '../comments/NoticeBody.tsx';
import { LongText } from '../formatting/LongText.tsx';
import { isEmojiAlone } from '../formatting/emoji.ts';
import { bodyLine } from '../inbox/preview.ts';
import { AlertBody } from '../streams/AlertBody.tsx';
import styles from './MessageBody.module.css';

interface MessageBodyProps {
  body: Body;
  author: PersonView;
  /** Tab stops within. */
  reachable: boolean;
}

export function MessageBody({ body, author, reachable }: MessageBodyProps) {
  if (body.type === 'comment') return <NoticeBody notice={body} />;
  if (body.type === 'alert') return <AlertBody alert={body} machine={author.username} />;
  if (body.type !== 'text') {
    return (
      <p className={styles.plain} data-type={body.type}>
        {bodyLine(body)}
      </p>
    );
  }
  return (
    <LongText text={body.text} className={isEmojiAlone(body.text) ? styles.emoji : styles.text} reachable={reachable} />
  );
}
