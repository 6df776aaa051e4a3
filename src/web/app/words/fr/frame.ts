import type { frame as english } from '../en/frame.ts';
import { plural, type Translation } from '../message.ts';

export const frame: Translation<typeof english> = {
  waxwing: 'Waxwing',
  titleUnread: '({count}) Waxwing',
  navigation: 'Menu principal',
  inbox: 'Réception',
  settings: 'Réglages',
  navUnread: plural('count', '# message non lu', '# messages non lus', '# de messages non lus'),
  offline: 'Vous êtes hors ligne. Ce que vous écrivez est envoyé dès votre retour.',
  outdated: 'Waxwing a été mis à jour.',
  outdatedText: 'Rechargez pour continuer. Rien n’est perdu.',
  newVersion: 'Une nouvelle version de Waxwing est prête.',
  newVersionText: 'Recharger l’ouvre dans tous vos onglets. Rien n’est perdu.',
  reload: 'Recharger',
  starting: 'Ouverture de Waxwing',
  elsewhereHeading: 'Waxwing est ouvert dans un autre onglet',
  elsewhereText: 'Ici, il ne s’utilise que dans un onglet à la fois.',
  elsewhereButton: 'Utiliser ici',
  storageHeading: 'Waxwing ne peut rien stocker dans ce navigateur',
  storageText:
    'Vos clés et messages sont gardés dans le stockage du navigateur, et il est fermé à Waxwing. Autorisez ce site à stocker des données, ou quittez la fenêtre privée, et réessayez.',
  unloadedHeading: 'Waxwing ne s’est pas chargé',
  brokenHeading: 'Un problème est survenu sur cette page',
  brokenText: 'Rien de ce qui a été envoyé n’est perdu. Rechargez pour continuer.',
  notFound: 'Il n’y a rien ici',
  notFoundText: 'L’adresse contient peut-être une faute de frappe.',
};
