import type { user as english } from '../en/user.ts';
import { plural, type Translation } from '../message.ts';

export const user: Translation<typeof english> = {
  userGone: 'Hier heißt niemand {name}',
  userGoneText: 'Vielleicht ist der Name vertippt, oder das Konto wurde noch nicht freigegeben.',
  userKeyless: 'Du kannst {name} noch nicht privat schreiben',
  userKeylessText:
    'Das Konto hat noch keine Schlüssel; in waxwing chat lässt es sich vervollständigen. In den Räumen könnt ihr euch schon treffen.',
  userFailed: 'Diese Seite ließ sich nicht abrufen.',
  userWrite: 'Nachricht',
  userSelf: 'Das sehen andere von dir.',
  userSettings: 'In den Einstellungen ändern',
  userDevices: plural('count', '# Gerät liest, was du schreibst.', '# Geräte lesen, was du schreibst.'),
  userOwnDevices: plural(
    'count',
    '# Gerät liest, was dir geschrieben wird.',
    '# Geräte lesen, was dir geschrieben wird.',
  ),
  userSealed: 'Was ihr einander schreibt, ist Ende-zu-Ende-verschlüsselt.',
  userUnsealed: 'Auf diesem Server ist die Verschlüsselung aus: Er kann lesen, was ihr einander schreibt.',
  userVerified: 'Ihr habt Sicherheitsnummern verglichen: Niemand ist dazwischen.',
  userUnverified: 'Ihr habt noch keine Sicherheitsnummern verglichen.',
  userCompareAgain:
    'Seit ihr Sicherheitsnummern verglichen habt, gibt es hier eine neue Identität. Vergleicht wieder, bevor du ihr vertraust.',
  userIdentity: 'Hier gibt es eine neue Identität. Bis du sie in eurer Unterhaltung annimmst, wird nichts gesendet.',
  userAlarm: 'Es gibt eine Warnung zu den Schlüsseln. Bis sie geklärt ist, wird nichts gesendet.',
  userBlocked: 'Du kannst {name} zurzeit nicht schreiben: {reason}',
  userNewestDevice: 'Das neueste kam am {date} dazu.',
  personOnline: 'Online',
  ownPage: 'Deine Seite',
};
