import { t } from '../words/words.ts';
import { Appearance } from './Appearance.tsx';
import { BlockedPeople } from './BlockedPeople.tsx';
import { DeleteAccount } from './DeleteAccount.tsx';
import { Devices } from './Devices.tsx';
import { Install } from './Install.tsx';
import { Keys } from './Keys.tsx';
import { Language } from './Language.tsx';
import { LogOut } from './LogOut.tsx';
import { Notifications } from './Notifications.tsx';
import { Password } from './Password.tsx';
import { Privacy } from './Privacy.tsx';
import { Profile } from './Profile.tsx';
import { RecoveryCode } from './RecoveryCode.tsx';
import styles from './SettingsPage.module.css';
import { Searching } from './Searching.tsx';
import { SshKeys } from './SshKeys.tsx';
import { Storage } from './Storage.tsx';
import { Terminals } from './Terminals.tsx';
import { Writing } from './Writing.tsx';
import { YourData } from './YourData.tsx';

export function SettingsPage() {
  return (
    <div className={styles.scroller}>
      <div className={styles.page}>
        <h1>{t('settings')}</h1>
        <Profile />
        <Notifications />
        <Privacy />
        <BlockedPeople />
        <Devices />
        <Terminals />
        <SshKeys />
        <Password />
        <RecoveryCode />
        <Appearance />
        <Language />
        <Install />
        <Storage />
        <Searching />
        <Writing />
        <Keys />
        <YourData />
        <LogOut />
        <DeleteAccount />
      </div>
    </div>
  );
}
