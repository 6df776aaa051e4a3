// Where rows of one height stand in a scroller, however many there are.

/** Browsers cut what is higher; beyond it one pixel of scrolling is more than one of rows. */
const HIGHEST = 12_000_000;

export interface Shape {
  readonly rows: number;
  /** Pixels of a row, and of what is seen of the scroller. */
  readonly row: number;
  readonly view: number;
}

/** How high the scrolled content is, pixels. */
export function heightOf({ rows, row }: Shape): number {
  return Math.min(rows * row, HIGHEST);
}

/** Pixels from the first row's top to the view's, and back again. */
export function offsetOf(shape: Shape, scrollTop: number): number {
  return Math.max(0, Math.min(scrollTop, heightOf(shape) - shape.view)) * stretch(shape);
}

export function scrollTopOf(shape: Shape, offset: number): number {
  const last = Math.max(0, shape.rows * shape.row - shape.view);
  return Math.max(0, Math.min(offset, last)) / stretch(shape);
}

export interface Sight {
  /** The rows to draw: from the first to before the last. */
  readonly from: number;
  readonly to: number;
  /** The first and the last of them that are seen. */
  readonly seenFrom: number;
  readonly seenTo: number;
  /** Where the first of them stands in the content, pixels. */
  readonly top: number;
}

/** The rows in sight and a few beyond on either side. */
export function inSight(shape: Shape, scrollTop: number, beyond: number): Sight {
  const offset = offsetOf(shape, scrollTop);
  const seenFrom = Math.floor(offset / shape.row);
  const seenTo = Math.min(shape.rows, Math.ceil((offset + shape.view) / shape.row)) - 1;
  const from = Math.max(0, seenFrom - beyond);
  const to = Math.min(shape.rows, seenTo + 1 + beyond);
  return { from, to, seenFrom, seenTo, top: from * shape.row + scrollTop - offset };
}

function stretch(shape: Shape): number {
  const { rows, row, view } = shape;
  const height = heightOf(shape);
  return height === rows * row || height <= view ? 1 : (rows * row - view) / (height - view);
}
