import type { keys as english } from '../en/keys.ts';
import type { Translation } from '../message.ts';

export const keys: Translation<typeof english> = {
  keys: 'Touches',
  keysText: 'Tout ici peut se faire sans souris.',
  keysShow: 'Afficher les touches',
  keysAnywhere: 'Partout',
  keysSwitcher: 'Aller à une personne, un salon, une page',
  keysSearch: 'Chercher des messages',
  keysNext: 'Suivant dans la liste',
  keysPrevious: 'Précédent dans la liste',
  keysNextUnread: 'Non lu suivant',
  keysPreviousUnread: 'Non lu précédent',
  keysHelp: 'Ces touches',
  keysWriting: 'Quand vous écrivez',
  keysSend: 'Envoyer',
  keysLine: 'Nouvelle ligne',
  keysEdit: 'Dans un champ vide : modifier votre dernier message',
  keysMoving: 'Dans les listes et les messages',
  keysThrough: 'Monter et descendre',
  keysEnds: 'Premier et dernier',
  keysOut: 'Fermer, ou revenir d’un pas',
  switcher: 'Aller à',
  switcherField: 'Aller à',
  switcherHint: 'Une personne, un salon, une page',
  switcherNone: 'Rien ne commence ainsi.',
  switcherNew: 'Chercher @{name}',
};
