import { initials } from '../ui/initials.ts';
import avatar from '../ui/Avatar.module.css';

/** Decoration beside a machine's name: grey and in small letters, as no person's is. */
export function MachineSign({ machine }: { machine: string }) {
  return (
    <span className={avatar.avatar} data-machine="" data-size={44} aria-hidden="true">
      {initials(machine).toLowerCase()}
    </span>
  );
}
