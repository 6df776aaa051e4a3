export const reactions = {
  react: 'React',
  reactMore: 'More emoji',
  reactSearch: 'Search emoji',
  reactNone: 'No emoji of that name.',
  reactions: 'Reactions',
  reactionsShow: 'Show {count} more',
  edit: 'Edit',
  editing: 'Editing',
  editCancel: 'Cancel editing',
  editEmpty: 'An edit needs words. To take the message back, delete it.',
  editTooLong: 'This is too long for an edit. Shorten it, or send a new message.',
  editedShow: 'Edited. Show what it said before',
  versions: 'What it said before',
  versionNow: 'Now',
  announceEdited: '{name} edited: {text}',
  announceReaction: '{name} reacted with {emoji}',
  /** In the order of `reactions/emoji.ts`. */
  emojiNames:
    'grinning,happy smile,tears of joy laughing,rolling laughing,slight smile,upside down,wink,blush smile,angel halo,heart eyes love,kiss,hug,cool sunglasses,party,thinking,neutral,eye roll,grimace,surprised wow,scream,mind blown,sleeping tired,sad tear,crying,angry,thumbs up yes,thumbs down no,clapping,hooray hands,thanks please,waving hello,ok hand,victory peace,fingers crossed luck,strong muscle,handshake,eyes looking,heart love,broken heart,hundred,fire,sparkles,star,check done,cross wrong,question,exclamation,party popper celebrate,birthday cake,present gift,sun,rain,rainbow,seedling plant,blossom flower,bird,cat,dog,coffee tea,pizza,apple,beer cheers,rocket,bicycle,house home,alarm clock,light bulb idea,pin,camera photo,music,football,money',
} as const;
