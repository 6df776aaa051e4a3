import type { reactions as english } from '../en/reactions.ts';
import type { Translation } from '../message.ts';

export const reactions: Translation<typeof english> = {
  react: 'Réagir',
  reactMore: 'Plus d’emoji',
  reactSearch: 'Chercher un emoji',
  reactNone: 'Aucun emoji de ce nom.',
  reactions: 'Réactions',
  reactionsShow: 'Montrer {count} de plus',
  edit: 'Modifier',
  editing: 'Modification',
  editCancel: 'Annuler la modification',
  editEmpty: 'Il faut quelques mots. Pour retirer le message, supprimez-le.',
  editTooLong: 'C’est trop long pour une modification. Raccourcissez le texte ou envoyez un nouveau message.',
  editedShow: 'Modifié. Montrer ce qu’il disait avant',
  versions: 'Ce qu’il disait avant',
  versionNow: 'Maintenant',
  announceEdited: '{name} a modifié : {text}',
  announceReaction: '{name} a réagi avec {emoji}',
  emojiNames:
    'grand sourire,sourire joyeux,larmes de joie rire,mort de rire,léger sourire,à l’envers,clin d’œil,sourire rougissant,ange auréole,yeux en cœur amour,bisou,câlin,cool lunettes,fête,réflexion,neutre,yeux au ciel,grimace,surpris waouh,cri,époustouflé,dormir fatigué,triste larme,pleurer,en colère,pouce oui,pouce en bas non,applaudir,mains en l’air hourra,merci prière,saluer bonjour,main OK,victoire paix,doigts croisés chance,fort muscle,poignée de main,yeux regarder,cœur amour,cœur brisé,cent,feu,étincelles,étoile,coche fait,croix faux,question,exclamation,confettis fêter,gâteau anniversaire,cadeau,soleil,pluie,arc-en-ciel,pousse plante,fleur,oiseau,chat,chien,café thé,pizza,pomme,bière santé,fusée,vélo,maison,réveil,ampoule idée,punaise,appareil photo,musique,football,argent',
};
