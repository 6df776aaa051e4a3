import avatar from '../ui/Avatar.module.css';
import { hueOf } from '../ui/initials.ts';

/** Decoration beside a room's name, where a person has initials. */
export function RoomSign({ room }: { room: string }) {
  return (
    <span className={avatar.avatar} data-hue={hueOf(room)} data-size={44} aria-hidden="true">
      #
    </span>
  );
}
