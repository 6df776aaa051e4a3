import type { user as english } from '../en/user.ts';
import { plural, type Translation } from '../message.ts';

export const user: Translation<typeof english> = {
  userGone: 'Aquí nadie se llama {name}',
  userGoneText: 'Puede que el nombre esté mal escrito, o que la cuenta todavía no esté aprobada.',
  userKeyless: 'Todavía no puedes escribir a {name} en privado',
  userKeylessText:
    'Esa cuenta todavía no tiene claves; se puede completar en waxwing chat. En las salas ya os podéis encontrar.',
  userFailed: 'No se ha podido obtener esta página.',
  userWrite: 'Mensaje',
  userSelf: 'Esto es lo que los demás ven de ti.',
  userSettings: 'Cambiarlo en los ajustes',
  userDevices: plural(
    'count',
    '# dispositivo lee lo que le escribes.',
    '# dispositivos leen lo que le escribes.',
    '# de dispositivos leen lo que le escribes.',
  ),
  userOwnDevices: plural(
    'count',
    '# dispositivo lee lo que te escriben.',
    '# dispositivos leen lo que te escriben.',
    '# de dispositivos leen lo que te escriben.',
  ),
  userSealed: 'Lo que os escribís está cifrado de extremo a extremo.',
  userUnsealed: 'El cifrado está desactivado en este servidor: puede leer lo que os escribís.',
  userVerified: 'Habéis comparado los números de seguridad: no hay nadie en medio.',
  userUnverified: 'Todavía no habéis comparado los números de seguridad.',
  userCompareAgain:
    'Tiene una identidad nueva desde que comparasteis los números de seguridad. Comparad de nuevo antes de fiarte.',
  userIdentity: 'Tiene una identidad nueva. No se envía nada hasta que la aceptes en vuestra conversación.',
  userAlarm: 'Hay un aviso sobre sus claves. No se le envía nada hasta que se resuelva.',
  userBlocked: 'Ahora mismo no puedes escribir a {name}: {reason}',
  userNewestDevice: 'El más reciente se añadió el {date}.',
  personOnline: 'En línea',
  ownPage: 'Tu página',
};
