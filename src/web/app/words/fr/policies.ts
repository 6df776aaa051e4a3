import type { policies as english } from '../en/policies.ts';
import type { Translation } from '../message.ts';

export const policies: Translation<typeof english> = {
  'switch:registration': 'Inscription',
  'switchMeans:registration':
    'Toute personne qui connaît l’adresse peut créer un compte. Désactivé : sur invitation seulement.',
  'switch:encryption': 'Chiffrement de bout en bout',
  'switchMeans:encryption':
    'Les messages privés sont chiffrés de bout en bout. Désactivé : ce serveur peut lire les nouvelles conversations.',
  'switch:ssh-authentication': 'Connexion par SSH',
  'switchMeans:ssh-authentication': 'On peut se connecter depuis un terminal avec une clé SSH.',
  'switch:certificate-authentication': 'Connexion par certificat',
  'switchMeans:certificate-authentication': 'Les terminaux peuvent se connecter avec le certificat de ce serveur.',
  'switch:password-authentication': 'Connexion par mot de passe',
  'switchMeans:password-authentication': 'On peut se connecter avec son mot de passe.',
  'switch:machine-enrolment': 'Inscription des machines',
  'switchMeans:machine-enrolment': 'Des machines inconnues peuvent s’inscrire d’elles-mêmes.',
  'switch:public-comments': 'Commentaires publics',
  'switchMeans:public-comments': 'Des pages peuvent afficher et accepter des commentaires publics.',
  'switch:approval': 'Approbation des nouvelles personnes',
  'switchMeans:approval': 'Les nouvelles personnes attendent qu’un admin les approuve.',

  'limit:message-days': 'Les messages sont gardés',
  'limitUnit:message-days': 'jours',
  'limitMeans:message-days':
    'Les messages privés, et ce qui se dit dans les salons, sont supprimés de ce serveur après ce nombre de jours. Non défini : jamais.',
  'limit:session-days': 'On reste connecté',
  'limitUnit:session-days': 'jours sans utilisation',
  'limitMeans:session-days': 'Après une plus longue absence, on se connecte de nouveau.',
  'limit:accounts': 'Personnes au plus',
  'limitUnit:accounts': 'comptes',
  'limitMeans:accounts':
    'Avec autant de comptes, plus personne ne s’inscrit, même sur invitation. Non défini : aucune limite.',
  'limit:machines': 'Machines au plus',
  'limitUnit:machines': 'machines',
  'limitMeans:machines': 'Avec autant de machines, aucune autre ne s’inscrit, ni d’elle-même ni avec un code.',
  'limit:messages-per-minute': 'Messages d’une personne',
  'limitUnit:messages-per-minute': 'par minute',
  'limitMeans:messages-per-minute': 'Ce qu’un compte peut envoyer, de tous ses appareils ensemble.',
  'limit:registrations-per-minute': 'Inscriptions depuis une adresse',
  'limitUnit:registrations-per-minute': 'par minute',
  'limitMeans:registrations-per-minute': 'Combien de comptes peuvent être créés depuis une adresse réseau.',
  'limit:log-ins-per-minute': 'Connexions depuis une adresse',
  'limitUnit:log-ins-per-minute': 'par minute',
  'limitMeans:log-ins-per-minute': 'Augmentez-le là où beaucoup de personnes partagent une adresse réseau.',
  'limit:comments-per-minute': 'Commentaires dans un fil',
  'limitUnit:comments-per-minute': 'par minute',
  'limitMeans:comments-per-minute': 'Ce que tous les visiteurs ensemble peuvent écrire dans un fil.',
};
