import { t } from '../words/words.ts';

/** What people answer with most. */
export const usual: readonly string[] = ['👍', '❤️', '😂', '😮', '😢', '🎉'];

/** In the order of their names in the words (`emojiNames`). */
export const emoji: readonly string[] = [
  '😀 😄 😂 🤣 🙂 🙃 😉 😊 😇 😍 😘 🤗 😎 🥳 🤔 😐 🙄 😬',
  '😮 😱 🤯 😴 😢 😭 😡 👍 👎 👏 🙌 🙏 👋 👌 ✌️ 🤞 💪 🤝',
  '👀 ❤️ 💔 💯 🔥 ✨ ⭐ ✅ ❌ ❓ ❗ 🎉 🎂 🎁 ☀️ 🌧️ 🌈 🌱',
  '🌸 🐦 🐱 🐶 ☕ 🍕 🍎 🍻 🚀 🚲 🏠 ⏰ 💡 📌 📷 🎵 ⚽ 💰',
].flatMap((row) => row.split(' '));

/** Those with what is typed in their names. */
export function emojiNamed(typed: string): readonly string[] {
  const wanted = folded(typed.trim());
  const names = t('emojiNames').split(',').map(folded);
  return emoji.filter((_, index) => names[index]?.includes(wanted));
}

const folded = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
