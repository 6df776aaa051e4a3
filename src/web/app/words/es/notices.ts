import type { notices as english } from '../en/notices.ts';
import type { Translation } from '../message.ts';

export const notices: Translation<typeof english> = {
  notifications: 'Notificaciones',
  notificationsText: 'Para los mensajes nuevos que llegan mientras no miras Waxwing.',
  notificationsCannot: 'Este navegador no puede mostrar notificaciones de Waxwing.',
  notificationsOn: 'Avisarme en este dispositivo',
  notificationsOnText:
    'También con Waxwing cerrado, si tu navegador puede. El fabricante del navegador transmite que hay algo nuevo, y nada más.',
  notificationsRefused:
    'Tu navegador no permite las notificaciones de Waxwing. Permítelas en los ajustes del navegador para este sitio e inténtalo de nuevo.',
  noticeShows: 'Qué muestran',
  noticeShowsNothing: 'Solo que hay un mensaje',
  noticeShowsWho: 'Quién ha escrito',
  noticeShowsWhat: 'Quién ha escrito y qué',
  noticeSound: 'Sonido',
  noticeSoundText: 'El de tu dispositivo para las notificaciones.',
  quietHours: 'Horas de silencio',
  quietHoursText: 'Cada día entre estas horas no recibes avisos. Vale en todos tus dispositivos.',
  quietFrom: 'De',
  quietTo: 'A',
  noticeOffer: '¿Quieres que te avisemos cuando alguien escriba mientras no miras?',
  noticeOfferYes: 'Avisarme',
  noticeOfferNo: 'No, gracias',
  noticeOfferClose: 'Cerrar',
  noticeMessage: 'Mensaje nuevo',
  noticeMessageFrom: 'Mensaje nuevo de {name}',
  noticeInRoom: '{name}: {text}',
};
