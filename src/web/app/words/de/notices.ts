import type { notices as english } from '../en/notices.ts';
import type { Translation } from '../message.ts';

export const notices: Translation<typeof english> = {
  notifications: 'Benachrichtigungen',
  notificationsText: 'Für neue Nachrichten, die kommen, während du nicht auf Waxwing schaust.',
  notificationsCannot: 'Dieser Browser kann für Waxwing keine Benachrichtigungen zeigen.',
  notificationsOn: 'Auf diesem Gerät benachrichtigen',
  notificationsOnText:
    'Auch wenn Waxwing geschlossen ist, sofern dein Browser das kann. Der Hersteller des Browsers gibt weiter, dass es etwas Neues gibt, und sonst nichts.',
  notificationsRefused:
    'Dein Browser erlaubt Waxwing keine Benachrichtigungen. Erlaube sie in den Einstellungen des Browsers für diese Seite und versuche es noch einmal.',
  noticeShows: 'Was sie zeigen',
  noticeShowsNothing: 'Nur dass es eine Nachricht gibt',
  noticeShowsWho: 'Wer geschrieben hat',
  noticeShowsWhat: 'Wer geschrieben hat, und was',
  noticeSound: 'Ton',
  noticeSoundText: 'So wie dein Gerät ihn für Benachrichtigungen abspielt.',
  quietHours: 'Ruhezeit',
  quietHoursText: 'Jeden Tag zwischen diesen Zeiten wirst du nicht benachrichtigt. Es gilt auf allen deinen Geräten.',
  quietFrom: 'Von',
  quietTo: 'Bis',
  noticeOffer: 'Möchtest du erfahren, wenn jemand schreibt, während du nicht hinschaust?',
  noticeOfferYes: 'Benachrichtigen',
  noticeOfferNo: 'Nein, danke',
  noticeOfferClose: 'Schließen',
  noticeMessage: 'Neue Nachricht',
  noticeMessageFrom: 'Neue Nachricht von {name}',
  noticeInRoom: '{name}: {text}',
};
