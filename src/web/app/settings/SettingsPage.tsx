import type { ComponentType } from 'react';
import { Page } from '../ui/Page.tsx';
import { t, type WordId } from '../words/words.ts';
import { Appearance } from './Appearance.tsx';
import { BlockedPeople } from './BlockedPeople.tsx';
import { Contents } from './Contents.tsx';
import { DeleteAccount } from './DeleteAccount.tsx';
import { Devices } from './Devices.tsx';
import { Group } from './Group.tsx';
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

interface SettingsGroup {
  /** Of its heading, in the page. */
  readonly id: string;
  readonly name: WordId;
  readonly sections: Readonly<Record<string, ComponentType>>;
}

/** All settings, in the order in which they are looked for. */
const groups: readonly SettingsGroup[] = [
  { id: 'settings-you', name: 'settingsYou', sections: { Profile, Privacy, BlockedPeople } },
  { id: 'settings-messages', name: 'settingsMessages', sections: { Notifications, Writing, Keys, Searching } },
  { id: 'settings-look', name: 'settingsLook', sections: { Appearance, Language } },
  {
    id: 'settings-login',
    name: 'settingsLogin',
    sections: { Devices, Password, RecoveryCode, SshKeys, Terminals },
  },
  { id: 'settings-browser', name: 'settingsBrowser', sections: { Install, Storage } },
  { id: 'settings-account', name: 'settingsAccount', sections: { YourData, LogOut, DeleteAccount } },
];

/** On one page, so that it is found by searching in it; beside it, or above it on a phone, what leads through it. */
export function SettingsPage() {
  return (
    <Page className={styles.page}>
      <h1>{t('settings')}</h1>
      <Contents of={groups} />
      {groups.map(({ id, name, sections }) => (
        <Group key={id} id={id} name={t(name)}>
          {Object.entries(sections).map(([section, Shown]) => (
            <Shown key={section} />
          ))}
        </Group>
      ))}
    </Page>
  );
}
