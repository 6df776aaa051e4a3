import type { thisDevice as english } from '../en/thisDevice.ts';
import { plural, type Translation } from '../message.ts';

export const thisDevice: Translation<typeof english> = {
  installSection: 'Instalar Waxwing',
  installText: 'Tendrá su propio icono y su propia ventana. Tus mensajes se quedan donde están.',
  install: 'Instalar',
  installByHand: 'Toca Compartir en la barra de Safari y luego Añadir a pantalla de inicio.',
  installed: 'Waxwing está instalado.',
  storageSection: 'Almacenamiento',
  storageSectionText: 'Lo que se guarda en este dispositivo, sellado, para que Waxwing se abra rápido y sin red.',
  storedMessages: 'Mensajes',
  storedAbout: 'unos {count}',
  storedSize: 'Espacio que ocupan',
  storedApp: 'Espacio que ocupa la aplicación',
  storageMayGo:
    'El navegador puede borrarlo todo cuando el dispositivo se llena. Tendrías que iniciar sesión otra vez, y se perdería lo que espera a enviarse.',
  keepStorage: 'Pedir al navegador que lo guarde',
  storageKept: 'El navegador lo guarda hasta que cierres sesión.',
  storageKeptNow: 'El navegador lo guarda.',
  storageNotKept: 'El navegador no ha aceptado. Suele aceptar cuando Waxwing está instalado o tras unos días de uso.',
  freeText:
    'Los mensajes antiguos pueden irse de este dispositivo. Se quedan los 100 más recientes de cada conversación y todo lo que no has leído. Los demás siguen en el servidor y vuelven cuando subes hasta ellos; hasta entonces, la búsqueda no los encuentra.',
  freeNothing: 'Aquí no hay mensajes antiguos que puedan irse de este dispositivo.',
  freeNever:
    'Este servidor borra los mensajes al cabo de un tiempo. Puede que los antiguos estén solo en tus dispositivos, así que se quedan en este.',
  free: 'Liberar espacio',
  freeProgress: '{done} de {of} conversaciones',
  freed: plural(
    'count',
    '# mensaje se ha ido de este dispositivo.',
    '# mensajes se han ido de este dispositivo.',
    '# de mensajes se han ido de este dispositivo.',
  ),
};
