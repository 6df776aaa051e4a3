import type { alarms as english } from '../en/alarms.ts';
import type { Translation } from '../message.ts';

export const alarms: Translation<typeof english> = {
  alarmFork:
    'El servidor muestra dos historiales distintos de las claves de {name}. No te fíes de los mensajes nuevos hasta que hayáis hablado.',
  alarmShrunk:
    'El servidor ha retirado una parte del historial de las claves de {name}. No te fíes de los mensajes nuevos hasta que hayáis hablado.',
  alarmNewDevice:
    'Se ha añadido un dispositivo nuevo a tu cuenta. Si no has sido tú, quítalo en Ajustes y cambia tu contraseña.',
  alarmImpersonated:
    'Tu cuenta se cambió en nombre de este dispositivo, pero este dispositivo no lo hizo. Si acabas de restaurarlo desde una copia de seguridad, es por eso. Si no, alguien tiene una copia de sus claves: cierra la sesión aquí, vuelve a iniciarla y cambia tu contraseña.',
  alarmAccountKey:
    'Una clave de tu cuenta no llegó a este dispositivo como debía. Se ha creado una nueva, y no se ha perdido nada.',
  alarmSlot:
    'Una clave que {name} creó para vuestra conversación no se pudo abrir aquí. Ya se usa una nueva. Lo que aún no puedes leer llegará en cuanto alguien pueda pasar la clave.',
  alarmOlderKeys:
    'Se os escribió algo a ti y a {name} con claves que todavía tiene un dispositivo tuyo que quitaste. Ahora se usan claves nuevas.',
  alarmRestored:
    'Este servidor se restauró desde una copia de seguridad. Lo que has escrito desde entonces se envía de nuevo. Lo que escribieron otros se queda en este dispositivo hasta que hagan lo mismo.',
  alarmAnotherName: 'El servidor muestra una cuenta ({name}) con un nombre que no es el suyo. No se le envía nada.',
  alarmAnotherMember:
    'El servidor muestra a {name} en una conversación entre tú y otra persona. No se le deja entrar, y no se cifra nada para esa cuenta.',
  dismiss: 'Entendido',
};
