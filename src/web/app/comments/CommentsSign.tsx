import avatar from '../ui/Avatar.module.css';
import { Icon } from '../ui/Icon.tsx';

/** Decoration beside what is told of comments: grey, as no person's is. */
export function CommentsSign() {
  return (
    <span className={avatar.avatar} data-machine="" data-size={44} aria-hidden="true">
      <Icon name="public" />
    </span>
  );
}
