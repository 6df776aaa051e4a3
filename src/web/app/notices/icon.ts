import plain from '../mark.svg';
import dotted from '../mark-unread.svg';

/** The app's icon, in the tab and where it is installed, says that something is unread. */
export function showUnread(unread: number): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  const href = unread > 0 ? dotted : plain;
  if (icon && icon.getAttribute('href') !== href) icon.setAttribute('href', href);
  if (!('setAppBadge' in navigator)) return;
  const badge = unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge();
  // A browser may know of badges and not be installed.
  badge.catch(() => undefined);
}
