import type { policies as english } from '../en/policies.ts';
import type { Translation } from '../message.ts';

export const policies: Translation<typeof english> = {
  'switch:registration': 'Registrierung',
  'switchMeans:registration': 'Alle, die die Adresse kennen, können ein Konto erstellen. Aus: nur mit Einladung.',
  'switch:encryption': 'Ende-zu-Ende-Verschlüsselung',
  'switchMeans:encryption':
    'Private Nachrichten sind Ende-zu-Ende-verschlüsselt. Aus: Neue Unterhaltungen kann dieser Server lesen.',
  'switch:ssh-authentication': 'Anmelden mit SSH',
  'switchMeans:ssh-authentication': 'Man darf sich im Terminal mit einem SSH-Schlüssel anmelden.',
  'switch:certificate-authentication': 'Anmelden mit Zertifikat',
  'switchMeans:certificate-authentication': 'Terminals dürfen sich mit dem Zertifikat dieses Servers anmelden.',
  'switch:password-authentication': 'Anmelden mit Passwort',
  'switchMeans:password-authentication': 'Man darf sich mit dem Passwort anmelden.',
  'switch:machine-enrolment': 'Aufnahme von Maschinen',
  'switchMeans:machine-enrolment': 'Unbekannte Maschinen dürfen sich selbst aufnehmen.',
  'switch:public-comments': 'Öffentliche Kommentare',
  'switchMeans:public-comments': 'Seiten dürfen öffentliche Kommentare zeigen und annehmen.',
  'switch:approval': 'Freigabe neuer Personen',
  'switchMeans:approval': 'Neue Personen warten, bis ein Admin sie freigibt.',

  'limit:message-days': 'Nachrichten bleiben',
  'limitUnit:message-days': 'Tage',
  'limitMeans:message-days':
    'Private Nachrichten, und was in Räumen gesagt wird, werden nach so vielen Tagen von diesem Server gelöscht. Nicht gesetzt: nie.',
  'limit:session-days': 'Man bleibt angemeldet',
  'limitUnit:session-days': 'Tage ohne Benutzung',
  'limitMeans:session-days': 'Wer länger weg war, meldet sich neu an.',
  'limit:accounts': 'Personen höchstens',
  'limitUnit:accounts': 'Konten',
  'limitMeans:accounts':
    'Bei so vielen Konten kann sich niemand mehr registrieren, auch nicht mit Einladung. Nicht gesetzt: keine Grenze.',
  'limit:machines': 'Maschinen höchstens',
  'limitUnit:machines': 'Maschinen',
  'limitMeans:machines': 'Bei so vielen Maschinen wird keine mehr aufgenommen, weder von selbst noch mit einem Code.',
  'limit:messages-per-minute': 'Nachrichten einer Person',
  'limitUnit:messages-per-minute': 'pro Minute',
  'limitMeans:messages-per-minute': 'Was ein Konto senden darf, auf allen seinen Geräten zusammen.',
  'limit:registrations-per-minute': 'Registrierungen von einer Adresse',
  'limitUnit:registrations-per-minute': 'pro Minute',
  'limitMeans:registrations-per-minute': 'Wie viele Konten von einer Netzwerkadresse aus erstellt werden dürfen.',
  'limit:log-ins-per-minute': 'Anmeldungen von einer Adresse',
  'limitUnit:log-ins-per-minute': 'pro Minute',
  'limitMeans:log-ins-per-minute': 'Erhöhe das, wo viele sich eine Netzwerkadresse teilen.',
  'limit:comments-per-minute': 'Kommentare in einem Thread',
  'limitUnit:comments-per-minute': 'pro Minute',
  'limitMeans:comments-per-minute': 'Was alle Besucher zusammen in einen Thread schreiben dürfen.',
};
