/** What lies over a page. */
export interface Layer {
  readonly close: () => void;
  /** It waits where it was opened for whoever goes on to another page: a search, and what it found. */
  readonly stays: boolean;
}

export interface BrowserHistory {
  readonly state: () => object | null;
  readonly address: () => string;
  readonly push: (state: object, address?: string) => void;
  readonly replace: (state: object, address?: string) => void;
  readonly go: (by: 1 | -1) => void;
}

/** Where the history stands. The entries of one page are its steps: 0 is the page, and each next is for one layer more. */
interface Place {
  readonly page?: string;
  readonly step: number;
  /** How often another page took the place of the one that the steps were made for. Those with less stand for it, too. */
  readonly turn: number;
  readonly address: string;
}

interface Opened extends Layer {
  readonly page: string;
}

export type LayerSteps = ReturnType<typeof createLayerSteps>;

/**
 * Layers over pages as steps of the browser's history, so that back closes the uppermost before it leaves the page. A layer that
 * closes in another way leaves its step where it is: what is asked of the browser unasked would take the place of what a
 * person asks of it. Back and forward pass over such steps, and the next layer takes one of them.
 * @param newPage makes a name that no page has had
 */
export function createLayerSteps(browser: BrowserHistory, newPage: () => string) {
  let open: readonly Opened[] = [];
  const here = (): Place => ({ step: 0, turn: 0, ...browser.state(), address: browser.address() });
  let place = here();

  const lying = () => open.filter(({ stays, page }) => !stays || page === place.page);

  function close(closing: readonly Opened[]): void {
    open = open.filter((one) => !closing.includes(one));
    for (const layer of closing.toReversed()) layer.close();
  }

  function write(how: 'push' | 'replace', state: object, address?: string): void {
    browser[how](state, address);
    place = here();
  }

  function onSamePage(from: Place): void {
    const layers = lying();
    if (place.turn < from.turn) write('replace', { ...browser.state(), turn: from.turn }, from.address);
    if (place.step < from.step && layers.length > 0) close(layers.slice(Math.min(layers.length - 1, place.step)));
    else if (place.turn === from.turn) browser.go(place.step < from.step ? -1 : 1);
  }

  return {
    /** Answers how to take it away. */
    open(layer: Layer): () => void {
      if (place.page === undefined) write('replace', { ...browser.state(), page: newPage(), step: 0 });
      const { page = '', step } = place;
      const added = { ...layer, page };
      open = [...open, added];
      if (lying().length > step) write('push', { ...browser.state(), step: step + 1 });
      return () => {
        open = open.filter((one) => one !== added);
      };
    },

    /** The history was written to, here or by others. */
    written(): void {
      place = here();
    },

    /** Back or forward led to another entry. */
    arrived(): void {
      const from = place;
      place = here();
      if (place.page !== undefined && place.page === from.page) return onSamePage(from);
      close(open.filter(({ stays }) => !stays));
    },

    /** Another page in the place of this one and of all its steps. */
    replace(to: string, state: object): void {
      close(open.filter(({ stays }) => !stays));
      const { page, step, turn } = place;
      write('replace', page === undefined ? state : { ...state, page, step, turn: turn + 1 }, to);
    },
  };
}
