import type { failures as english } from '../en/failures.ts';
import { plural, type Translation } from '../message.ts';

export const failures: Translation<typeof english> = {
  failCredentials: 'Benutzername und Passwort passen nicht zusammen. Prüfe beide und versuche es noch einmal.',
  failPassword: 'Das ist nicht dein Passwort. Prüfe es und versuche es noch einmal.',
  failTaken: 'Diesen Namen hat schon jemand. Wähle einen anderen.',
  failNoKeys: 'Diese Person kann noch keine privaten Nachrichten bekommen.',
  failThreadExists: 'Für diesen Namen oder diese Seite gibt es schon einen Thread.',
  failRoomExists: 'Einen Raum mit diesem Namen gibt es schon. Wähle einen anderen.',
  failOffline: 'Der Server ist nicht zu erreichen. Prüfe deine Verbindung und versuche es noch einmal.',
  failRecoveryCode:
    'Benutzername und Wiederherstellungscode passen nicht zusammen. Prüfe beide und versuche es noch einmal.',
  failStorage: 'Auf diesem Gerät ist kein Platz mehr. Schaffe etwas Platz und versuche es noch einmal.',
  failKeys: 'Der Server hat Schlüssel gezeigt, die nicht zu dem passen, was dieses Gerät weiß. Es wurde nichts getan.',
  failNotSealed: 'Das wurde für die verschlüsselt, die damals gefolgt sind. Du kannst es nicht lesen.',
  failUnopened: 'Das lässt sich nicht lesen: Es wurde unterwegs verändert oder ist nicht, was der Server behauptet.',
  failWaits: 'Bis du die neue Identität annimmst, wird nichts gesendet.',
  failSealedExists: 'Ihr habt schon eine verschlüsselte Unterhaltung. Schreib dort weiter.',
  failEncryptionRequired:
    'Dieser Server nimmt inzwischen nur noch verschlüsselte Nachrichten an. Beginne eine neue Unterhaltung.',
  failWaitSeconds: plural(
    'count',
    'Zu viele Versuche. Warte # Sekunde und versuche es noch einmal.',
    'Zu viele Versuche. Warte # Sekunden und versuche es noch einmal.',
  ),
  failWaitMinutes: plural(
    'count',
    'Zu viele Versuche. Warte # Minute und versuche es noch einmal.',
    'Zu viele Versuche. Warte # Minuten und versuche es noch einmal.',
  ),
  failWait: 'Zu viele Versuche. Warte einen Moment und versuche es noch einmal.',
  failFull: 'Dieser Server nimmt niemanden mehr auf.',
  failClosed: 'Für ein neues Konto auf diesem Server braucht es eine Einladung.',
  failPrivateKey:
    'Das ist ein privater Schlüssel. Behalte ihn für dich und füge den öffentlichen aus der Datei ein, die auf .pub endet.',
  failLink: 'Dieser Link wurde schon benutzt oder ist abgelaufen. Bitte um einen neuen.',
  failTooLarge: 'Das ist größer, als der Server annimmt.',
  failDevices: 'Dein Konto hat so viele Geräte, wie es haben darf. Entferne zuerst eines auf einem anderen Gerät.',
  failChainFull:
    'Dein Konto hat sich so oft geändert, dass es keine weiteren Geräte oder Schlüssel aufnimmt. Bitte einen Admin um Hilfe.',
  failConversations: 'Eine Seite hat so viele Unterhaltungen, wie ein Konto haben darf.',
  failRooms: 'Es gibt so viele Räume, wie es geben darf.',
  failHidden: 'Du hast hier zu viele einzelne Nachrichten gelöscht. Lösche stattdessen die Unterhaltung für dich.',
  failReload: 'Waxwing wurde aktualisiert. Lade neu und versuche es noch einmal.',
  failForbidden: 'Das darfst du nicht.',
  failMissing: 'Das gibt es nicht mehr.',
  failMoved: 'Auf einem anderen Gerät hat sich etwas geändert. Versuche es noch einmal.',
  failSession: 'Bitte melde dich wieder an.',
  failInvalid: 'Der Server hat das nicht verstanden. Lade neu und versuche es noch einmal.',
  failServer: 'Auf dem Server ging etwas schief. Nichts ist verloren; versuche es gleich noch einmal.',
};
