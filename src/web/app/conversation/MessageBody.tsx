import { Link } from 'wouter';
import type { Body, PersonView } from '../../../client/api.ts';
import { NoticeBody } from '../comments/NoticeBody.tsx';
import { bodyLine } from '../inbox/preview.ts';
import { AlertBody } from '../streams/AlertBody.tsx';
import styles from './MessageBody.module.css';
import { pieces } from './links.ts';
import { pathOf } from './messageLink.ts';

export function MessageBody({ body, author }: { body: Body; author: PersonView }) {
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
    <p className={styles.text} dir="auto">
      {pieces(body.text).map(({ text, link }, index) =>
        link === null ? (
          text
        ) : (
          // eslint-disable-next-line react/no-array-index-key -- the pieces of a text do not move
          <TextLink key={index} link={link} text={text} />
        ),
      )}
    </p>
  );
}

/** A conversation or a message of this server opens here, everything else beside the app. */
function TextLink({ link, text }: { link: string; text: string }) {
  const path = pathOf(link);
  if (path !== null) return <Link href={path}>{text}</Link>;
  return (
    <a href={link} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}
