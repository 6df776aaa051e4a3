const places = new Map<string, string | null>();
let isBack = false;

// Before anything that hears of it renders.
addEventListener('popstate', () => (isBack = true));
for (const event of ['pushState', 'replaceState']) addEventListener(event, () => (isBack = false));

/** Where a reader stands in what an address shows; null: where it opens anyway. It lives as long as the page. */
export function keepPlace(address: string, place: string | null): void {
  places.set(address, place);
}

/** Where they stood when they left it, if the browser's back or forward led here. */
export const placeLeft = (address: string): string | null => (isBack ? (places.get(address) ?? null) : null);
