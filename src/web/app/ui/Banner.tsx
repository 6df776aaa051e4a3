import type { ReactNode } from 'react';
import styles from './Banner.module.css';
import { Icon, type IconName } from './Icon.tsx';

interface BannerProps {
  tone: 'quiet' | 'warn' | 'danger' | 'ok';
  icon: IconName;
  /** `alert` interrupts a screen reader; `status` waits for its turn. */
  role?: 'alert' | 'status' | 'note';
  children: ReactNode;
  actions?: ReactNode;
}

export function Banner({ tone, icon, role = 'status', children, actions }: BannerProps) {
  return (
    <div className={styles.banner} data-tone={tone}>
      <Icon name={icon} size={18} />
      <div className={styles.text} role={role}>
        {children}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
