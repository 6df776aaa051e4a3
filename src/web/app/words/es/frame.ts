import type { frame as english } from '../en/frame.ts';
import { plural, type Translation } from '../message.ts';

export const frame: Translation<typeof english> = {
  waxwing: 'Waxwing',
  titleUnread: '({count}) Waxwing',
  navigation: 'Menú principal',
  inbox: 'Bandeja',
  settings: 'Ajustes',
  navUnread: plural('count', '# mensaje no leído', '# mensajes no leídos', '# de mensajes no leídos'),
  offline: 'No tienes conexión. Lo que escribas se envía en cuanto vuelva.',
  outdated: 'Waxwing se ha actualizado.',
  outdatedText: 'Recarga para continuar. No se pierde nada.',
  newVersion: 'Hay lista una versión nueva de Waxwing.',
  newVersionText: 'Al recargar se abre en todas tus pestañas. No se pierde nada.',
  reload: 'Recargar',
  starting: 'Abriendo Waxwing',
  elsewhereHeading: 'Waxwing está abierto en otra pestaña',
  elsewhereText: 'Aquí solo se puede usar en una pestaña a la vez.',
  elsewhereButton: 'Usarlo aquí',
  storageHeading: 'Waxwing no puede guardar nada en este navegador',
  storageText:
    'Tus claves y mensajes se guardan en el almacenamiento del navegador, y está cerrado para Waxwing. Permite que este sitio guarde datos, o sal de la ventana privada, e inténtalo de nuevo.',
  unloadedHeading: 'Waxwing no se ha cargado',
  brokenHeading: 'Algo ha fallado en esta página',
  brokenText: 'Nada de lo enviado se ha perdido. Recarga para continuar.',
  notFound: 'Aquí no hay nada',
  notFoundText: 'Puede que la dirección esté mal escrita.',
};
