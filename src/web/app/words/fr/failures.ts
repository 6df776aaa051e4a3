import type { failures as english } from '../en/failures.ts';
import { plural, type Translation } from '../message.ts';

export const failures: Translation<typeof english> = {
  failCredentials: 'Ce nom d’utilisateur et ce mot de passe ne vont pas ensemble. Vérifiez les deux et réessayez.',
  failPassword: 'Ce n’est pas votre mot de passe. Vérifiez-le et réessayez.',
  failTaken: 'Quelqu’un porte déjà ce nom. Choisissez-en un autre.',
  failNoKeys: 'Cette personne ne peut pas encore recevoir de messages privés.',
  failThreadExists: 'Il y a déjà un fil pour ce nom ou cette page.',
  failRoomExists: 'Il y a déjà un salon de ce nom. Choisissez-en un autre.',
  failOffline: 'Le serveur est injoignable. Vérifiez votre connexion et réessayez.',
  failRecoveryCode:
    'Ce nom d’utilisateur et ce code de récupération ne vont pas ensemble. Vérifiez les deux et réessayez.',
  failStorage: 'Il n’y a plus de place sur cet appareil. Libérez-en un peu et réessayez.',
  failKeys: 'Le serveur a montré des clés qui ne correspondent pas à ce que cet appareil connaît. Rien n’a été fait.',
  failNotSealed: 'Ceci a été chiffré pour les personnes abonnées à ce moment-là. Vous ne pouvez pas le lire.',
  failUnopened: 'Ceci ne peut pas être lu : cela a été modifié en chemin, ou n’est pas ce que dit le serveur.',
  failWaits: 'Rien n’est envoyé avant que vous acceptiez la nouvelle identité.',
  failSealedExists: 'Vous avez déjà une conversation chiffrée ensemble. Écrivez plutôt là.',
  failEncryptionRequired: 'Ce serveur n’accepte plus que des messages chiffrés. Commencez une nouvelle conversation.',
  failWaitSeconds: plural(
    'count',
    'Trop d’essais. Attendez # seconde et réessayez.',
    'Trop d’essais. Attendez # secondes et réessayez.',
    'Trop d’essais. Attendez # de secondes et réessayez.',
  ),
  failWaitMinutes: plural(
    'count',
    'Trop d’essais. Attendez # minute et réessayez.',
    'Trop d’essais. Attendez # minutes et réessayez.',
    'Trop d’essais. Attendez # de minutes et réessayez.',
  ),
  failWait: 'Trop d’essais. Attendez un moment et réessayez.',
  failFull: 'Ce serveur n’accueille plus personne.',
  failClosed: 'Un nouveau compte sur ce serveur demande une invitation.',
  failPrivateKey:
    'C’est une clé privée. Gardez-la pour vous, et collez la clé publique, du fichier qui finit par .pub.',
  failLink: 'Ce lien a déjà servi ou a expiré. Demandez-en un nouveau.',
  failTooLarge: 'C’est plus grand que ce que le serveur accepte.',
  failDevices: 'Votre compte a autant d’appareils qu’il peut en avoir. Retirez-en d’abord un sur un autre appareil.',
  failChainFull:
    'Votre compte a changé si souvent qu’il n’accepte plus d’appareils ni de clés. Demandez de l’aide à un admin.',
  failConversations: 'L’un de vous a autant de conversations qu’un compte peut en avoir.',
  failRooms: 'Il y a autant de salons qu’il peut y en avoir.',
  failHidden: 'Vous avez supprimé trop de messages un à un ici. Supprimez plutôt la conversation pour vous.',
  failReload: 'Waxwing a été mis à jour. Rechargez et réessayez.',
  failForbidden: 'Vous n’avez pas le droit de faire cela.',
  failMissing: 'Cela n’existe plus.',
  failMoved: 'Quelque chose a changé sur un autre appareil. Réessayez.',
  failSession: 'Veuillez vous reconnecter.',
  failInvalid: 'Le serveur n’a pas compris. Rechargez et réessayez.',
  failServer: 'Le serveur a échoué. Rien n’est perdu ; réessayez dans un instant.',
};
