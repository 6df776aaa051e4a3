import type { user as english } from '../en/user.ts';
import { plural, type Translation } from '../message.ts';

export const user: Translation<typeof english> = {
  userGone: 'Personne ne s’appelle {name} ici',
  userGoneText: 'Le nom contient peut-être une faute, ou le compte n’est pas encore approuvé.',
  userKeyless: 'Vous ne pouvez pas encore écrire à {name} en privé',
  userKeylessText:
    'Ce compte n’a pas encore de clés ; il peut être complété dans waxwing chat. Dans les salons, vous pouvez déjà vous croiser.',
  userFailed: 'Impossible de récupérer cette page.',
  userWrite: 'Message',
  userSelf: 'C’est ce que les autres voient de vous.',
  userSettings: 'Modifier dans les réglages',
  userDevices: plural(
    'count',
    '# appareil lit ce que vous écrivez à cette personne.',
    '# appareils lisent ce que vous écrivez à cette personne.',
    '# d’appareils lisent ce que vous écrivez à cette personne.',
  ),
  userOwnDevices: plural(
    'count',
    '# appareil lit ce qui vous est écrit.',
    '# appareils lisent ce qui vous est écrit.',
    '# d’appareils lisent ce qui vous est écrit.',
  ),
  userSealed: 'Ce que vous vous écrivez est chiffré de bout en bout.',
  userUnsealed: 'Le chiffrement est désactivé sur ce serveur : il peut lire ce que vous vous écrivez.',
  userVerified: 'Vous avez comparé les numéros de sécurité : personne ne s’est glissé entre vous.',
  userUnverified: 'Vous n’avez pas encore comparé les numéros de sécurité.',
  userCompareAgain:
    'Cette personne a une nouvelle identité depuis que vous avez comparé les numéros de sécurité. Comparez de nouveau avant de vous y fier.',
  userIdentity:
    'Cette personne a une nouvelle identité. Rien n’est envoyé avant que vous l’ayez acceptée dans votre conversation.',
  userAlarm: 'Il y a un avertissement sur ses clés. Rien ne lui est envoyé tant qu’il n’est pas réglé.',
  userBlocked: 'Vous ne pouvez pas écrire à {name} pour le moment : {reason}',
  userNewestDevice: 'Le plus récent a été ajouté le {date}.',
  personOnline: 'En ligne',
  ownPage: 'Votre page',
};
