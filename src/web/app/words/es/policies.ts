import type { policies as english } from '../en/policies.ts';
import type { Translation } from '../message.ts';

export const policies: Translation<typeof english> = {
  'switch:registration': 'Registro de cuentas',
  'switchMeans:registration':
    'Cualquiera que tenga la dirección puede crear una cuenta. Desactivado: solo con invitación.',
  'switch:encryption': 'Cifrado de extremo a extremo',
  'switchMeans:encryption':
    'Los mensajes privados están cifrados de extremo a extremo. Desactivado: este servidor puede leer las conversaciones nuevas.',
  'switch:ssh-authentication': 'Inicio de sesión con SSH',
  'switchMeans:ssh-authentication': 'Se puede iniciar sesión desde un terminal con una clave SSH.',
  'switch:certificate-authentication': 'Inicio de sesión con certificado',
  'switchMeans:certificate-authentication': 'Los terminales pueden iniciar sesión con el certificado de este servidor.',
  'switch:password-authentication': 'Inicio de sesión con contraseña',
  'switchMeans:password-authentication': 'Se puede iniciar sesión con la contraseña.',
  'switch:machine-enrolment': 'Alta de máquinas',
  'switchMeans:machine-enrolment': 'Las máquinas desconocidas pueden darse de alta solas.',
  'switch:public-comments': 'Comentarios públicos',
  'switchMeans:public-comments': 'Las páginas pueden mostrar y aceptar comentarios públicos.',
  'switch:approval': 'Aprobación de personas nuevas',
  'switchMeans:approval': 'Las personas nuevas esperan hasta que un admin las aprueba.',

  'limit:message-days': 'Los mensajes se guardan',
  'limitUnit:message-days': 'días',
  'limitMeans:message-days':
    'Los mensajes privados, y lo que se dice en las salas, se eliminan de este servidor después de tantos días. Sin definir: nunca.',
  'limit:session-days': 'La sesión dura',
  'limitUnit:session-days': 'días sin uso',
  'limitMeans:session-days': 'Quien haya estado fuera más tiempo vuelve a iniciar sesión.',
  'limit:accounts': 'Personas como mucho',
  'limitUnit:accounts': 'cuentas',
  'limitMeans:accounts':
    'Con tantas cuentas ya no se registra nadie más, tampoco con invitación. Sin definir: sin límite.',
  'limit:machines': 'Máquinas como mucho',
  'limitUnit:machines': 'máquinas',
  'limitMeans:machines': 'Con tantas máquinas no se da de alta ninguna otra, ni sola ni con un código.',
  'limit:messages-per-minute': 'Mensajes de una persona',
  'limitUnit:messages-per-minute': 'por minuto',
  'limitMeans:messages-per-minute': 'Lo que puede enviar una cuenta, con todos sus dispositivos juntos.',
  'limit:registrations-per-minute': 'Registros desde una dirección',
  'limitUnit:registrations-per-minute': 'por minuto',
  'limitMeans:registrations-per-minute': 'Cuántas cuentas se pueden crear desde una dirección de red.',
  'limit:log-ins-per-minute': 'Inicios de sesión desde una dirección',
  'limitUnit:log-ins-per-minute': 'por minuto',
  'limitMeans:log-ins-per-minute': 'Auméntalo donde muchas personas compartan una dirección de red.',
  'limit:comments-per-minute': 'Comentarios en un hilo',
  'limitUnit:comments-per-minute': 'por minuto',
  'limitMeans:comments-per-minute': 'Lo que pueden escribir todos los visitantes juntos en un hilo.',
};
