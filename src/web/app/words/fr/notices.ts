import type { notices as english } from '../en/notices.ts';
import type { Translation } from '../message.ts';

export const notices: Translation<typeof english> = {
  notifications: 'Notifications',
  notificationsText: 'Pour les nouveaux messages qui arrivent pendant que vous ne regardez pas Waxwing.',
  notificationsCannot: 'Ce navigateur ne peut pas afficher de notifications pour Waxwing.',
  notificationsOn: 'Me prévenir sur cet appareil',
  notificationsOnText:
    'Aussi quand Waxwing est fermé, si votre navigateur le permet. L’éditeur du navigateur transmet qu’il y a du nouveau, et rien d’autre.',
  notificationsRefused:
    'Votre navigateur n’autorise pas les notifications de Waxwing. Autorisez-les dans ses réglages pour ce site, puis réessayez.',
  noticeShows: 'Ce qu’elles montrent',
  noticeShowsNothing: 'Seulement qu’il y a un message',
  noticeShowsWho: 'Qui a écrit',
  noticeShowsWhat: 'Qui a écrit, et quoi',
  noticeSound: 'Son',
  noticeSoundText: 'Celui de votre appareil pour les notifications.',
  quietHours: 'Heures calmes',
  quietHoursText: 'Chaque jour entre ces heures, rien ne vous prévient. Cela vaut sur tous vos appareils.',
  quietFrom: 'De',
  quietTo: 'À',
  noticeOffer: 'Voulez-vous être prévenu quand quelqu’un écrit pendant que vous ne regardez pas ?',
  noticeOfferYes: 'Me prévenir',
  noticeOfferNo: 'Non, merci',
  noticeOfferClose: 'Fermer',
  noticeMessage: 'Nouveau message',
  noticeMessageFrom: 'Nouveau message de {name}',
  noticeInRoom: '{name} : {text}',
};
