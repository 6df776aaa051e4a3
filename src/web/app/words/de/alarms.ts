import type { alarms as english } from '../en/alarms.ts';
import type { Translation } from '../message.ts';

export const alarms: Translation<typeof english> = {
  alarmFork:
    'Der Server zeigt zwei verschiedene Verläufe der Schlüssel von {name}. Vertraue neuen Nachrichten nicht, bevor ihr miteinander gesprochen habt.',
  alarmShrunk:
    'Der Server hat einen Teil des Verlaufs der Schlüssel von {name} zurückgenommen. Vertraue neuen Nachrichten nicht, bevor ihr miteinander gesprochen habt.',
  alarmNewDevice:
    'Zu deinem Konto kam ein neues Gerät hinzu. Wenn du das nicht warst, entferne es in den Einstellungen und ändere dein Passwort.',
  alarmImpersonated:
    'Dein Konto wurde im Namen dieses Geräts geändert, aber dieses Gerät war es nicht. Wenn du es gerade aus einer Sicherung wiederhergestellt hast, liegt es daran. Wenn nicht, hat jemand eine Kopie seiner Schlüssel: Melde dich hier ab, melde dich wieder an und ändere dein Passwort.',
  alarmAccountKey:
    'Ein Schlüssel deines Kontos kam auf diesem Gerät nicht so an, wie er sollte. Ein neuer wurde gemacht, und nichts ging verloren.',
  alarmSlot:
    'Ein Schlüssel, den {name} für eure Unterhaltung gemacht hat, ließ sich hier nicht öffnen. Ein neuer ist in Gebrauch. Was du noch nicht lesen kannst, folgt, sobald jemand den Schlüssel weitergeben kann.',
  alarmOlderKeys:
    'Dir und {name} wurde etwas mit Schlüsseln geschrieben, die ein entferntes Gerät von dir noch hat. Ab jetzt gelten neue Schlüssel.',
  alarmRestored:
    'Dieser Server wurde aus einer Sicherung wiederhergestellt. Was du seitdem geschrieben hast, wird noch einmal gesendet. Was andere geschrieben haben, bleibt auf diesem Gerät, bis sie dasselbe tun.',
  alarmAnotherName:
    'Der Server zeigt ein Konto ({name}) unter einem Namen, der nicht seiner ist. Es wird nichts dorthin gesendet.',
  alarmAnotherMember:
    'Der Server zeigt {name} in einer Unterhaltung zwischen dir und jemand anderem. Dieses Konto wird nicht eingelassen, und nichts wird dafür verschlüsselt.',
  dismiss: 'Verstanden',
};
