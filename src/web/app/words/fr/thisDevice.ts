import type { thisDevice as english } from '../en/thisDevice.ts';
import { plural, type Translation } from '../message.ts';

export const thisDevice: Translation<typeof english> = {
  installSection: 'Installer Waxwing',
  installText: 'Waxwing a alors sa propre icône et sa propre fenêtre. Vos messages restent où ils sont.',
  install: 'Installer',
  installByHand: 'Touchez Partager dans la barre de Safari, puis Sur l’écran d’accueil.',
  installed: 'Waxwing est installé.',
  storageSection: 'Stockage',
  storageSectionText: 'Ce qui est gardé sur cet appareil, scellé, pour que Waxwing s’ouvre vite et sans réseau.',
  storedMessages: 'Messages',
  storedAbout: 'environ {count}',
  storedSize: 'Place qu’ils prennent',
  storedApp: 'Place que prend l’application',
  storageMayGo:
    'Le navigateur peut tout effacer quand l’appareil est plein. Vous devriez vous reconnecter, et ce qui attend d’être envoyé serait perdu.',
  keepStorage: 'Demander au navigateur de tout garder',
  storageKept: 'Le navigateur garde tout jusqu’à votre déconnexion.',
  storageKeptNow: 'Le navigateur garde tout.',
  storageNotKept:
    'Le navigateur n’a pas accepté. Il accepte souvent une fois Waxwing installé, ou après quelques jours.',
  freeText:
    'Les anciens messages peuvent quitter cet appareil. Les 100 plus récents de chaque conversation restent, et tout ce que vous n’avez pas lu. Les autres restent sur le serveur et reviennent quand vous remontez jusqu’à eux ; d’ici là, la recherche ne les trouve pas.',
  freeNothing: 'Il n’y a ici aucun ancien message qui puisse quitter cet appareil.',
  freeNever:
    'Ce serveur efface les messages au bout d’un certain temps. Les anciens ne sont peut-être que sur vos appareils : ils restent donc ici.',
  free: 'Libérer de la place',
  freeProgress: '{done} conversations sur {of}',
  freed: plural(
    'count',
    '# message a quitté cet appareil.',
    '# messages ont quitté cet appareil.',
    '# de messages ont quitté cet appareil.',
  ),
};
