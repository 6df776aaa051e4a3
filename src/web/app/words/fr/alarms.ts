import type { alarms as english } from '../en/alarms.ts';
import type { Translation } from '../message.ts';

export const alarms: Translation<typeof english> = {
  alarmFork:
    'Le serveur montre deux historiques différents des clés de {name}. Ne vous fiez pas aux nouveaux messages avant de vous être parlé.',
  alarmShrunk:
    'Le serveur est revenu sur une partie de l’historique des clés de {name}. Ne vous fiez pas aux nouveaux messages avant de vous être parlé.',
  alarmNewDevice:
    'Un nouvel appareil a été ajouté à votre compte. Si ce n’était pas vous, retirez-le dans les réglages et changez votre mot de passe.',
  alarmImpersonated:
    'Votre compte a été modifié au nom de cet appareil, mais cet appareil ne l’a pas fait. Si vous venez de le rétablir depuis une sauvegarde, c’est pour cela. Sinon, quelqu’un a une copie de ses clés : déconnectez-vous ici, reconnectez-vous et changez votre mot de passe.',
  alarmAccountKey:
    'Une clé de votre compte n’est pas arrivée sur cet appareil comme elle le devait. Une nouvelle a été créée, et rien n’est perdu.',
  alarmSlot:
    'Une clé créée par {name} pour votre conversation ne s’est pas ouverte ici. Une nouvelle est utilisée. Ce que vous ne pouvez pas encore lire suivra dès que quelqu’un pourra transmettre la clé.',
  alarmOlderKeys:
    'Quelque chose vous a été écrit, à vous et à {name}, avec des clés que possède encore un de vos appareils retirés. De nouvelles clés sont maintenant utilisées.',
  alarmRestored:
    'Ce serveur a été rétabli depuis une sauvegarde. Ce que vous avez écrit depuis est envoyé de nouveau. Ce que d’autres ont écrit reste sur cet appareil jusqu’à ce qu’ils fassent de même.',
  alarmAnotherName: 'Le serveur montre un compte ({name}) sous un nom qui n’est pas le sien. Rien ne lui est envoyé.',
  alarmAnotherMember:
    'Le serveur montre {name} dans une conversation entre vous et quelqu’un d’autre. Ce compte n’est pas admis, et rien n’est chiffré pour lui.',
  dismiss: 'Compris',
};
