import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { Fragment, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useScrollPlace } from '../session/useScrollPlace.ts';
import styles from './RowList.module.css';

/** Rows under one name; one that is `headed` has it above them. */
export interface RowSection<Row> {
  readonly name: string;
  readonly headed?: boolean;
  readonly rows: readonly Row[];
}

/** How Tab comes to a row: to the one that is reachable, which is told when a row has the focus. */
export interface RowTab {
  readonly reachable: boolean;
  readonly onVisit: (key: string) => void;
}

/** The heading of a section (no row), or a row of it. */
interface Line<Row> {
  readonly section: number;
  readonly key: string;
  readonly row: Row | null;
  readonly place: number;
}

interface RowListProps<Row> {
  /** Of this list among all, for the browser's back. */
  name: string;
  sections: readonly RowSection<Row>[];
  keyOf: (row: Row) => string;
  selected: string | null;
  /** Pixels, before one is measured. */
  rowHeight: number;
  children: (row: Row, tab: RowTab) => ReactNode;
}

/**
 * Rows that scroll, however many: only those in sight are in the page. Up, Down, Home and End go through all of them; Tab
 * stops at one and leaves the list.
 */
export function RowList<Row>({ name: list, sections, keyOf, selected, rowHeight, children }: RowListProps<Row>) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  useScrollPlace(scroller, `list ${list}`);
  const [visited, setVisited] = useState<string | null>(null);
  const lines = useMemo(() => linesOf(sections, keyOf), [sections, keyOf]);
  const stop = useMemo(() => stopAmong(lines, [visited, selected]), [lines, visited, selected]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 6,
    initialRect: { width: 340, height: 640 },
    rangeExtractor: (range) => inPage(range, lines, stop),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = placeAfter(event.key, lines, stop);
    const line = lines[to];
    if (line === undefined) return;
    event.preventDefault();
    setVisited(line.key);
    virtual.scrollToIndex(to);
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"] :is(a, button)`)?.focus(),
    );
  };
  const shown = virtual.getVirtualItems().map((item) => ({ ...item, line: lines[item.index] }));
  const headings = shown.filter(({ line }) => line?.row === null);
  const above = (section: number): number => headings.find(({ line }) => line?.section === section)?.end ?? 0;
  const below = (section: number): number =>
    headings.find(({ line }) => line?.section === section + 1)?.start ?? virtual.getTotalSize();
  const slot = (index: number, start: number) => ({
    ref: virtual.measureElement,
    'data-index': index,
    className: styles.slot,
    style: { transform: `translateY(${start}px)` },
  });
  return (
    <div ref={scroller} className={styles.scroller}>
      <div className={styles.lines} style={{ height: virtual.getTotalSize() }}>
        {sections.map(({ name, headed = false, rows }, section) => (
          <Fragment key={name}>
            {headings
              .filter(({ line }) => line?.section === section)
              .map(({ index, start, key }) => (
                <div key={key} {...slot(index, start)}>
                  <h2 className={styles.heading} id={`${id}-${section}`}>
                    {name}
                  </h2>
                </div>
              ))}
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- moves the focus among its rows */}
            <div
              role="list"
              className={styles.list}
              style={{ top: above(section), height: below(section) - above(section) }}
              {...(headed ? { 'aria-labelledby': `${id}-${section}` } : { 'aria-label': name })}
              onKeyDown={onKeyDown}
            >
              {shown.map(
                ({ index, start, key, line }) =>
                  line?.section === section &&
                  line.row !== null && (
                    <div
                      key={key}
                      {...slot(index, start - above(section))}
                      role="listitem"
                      aria-setsize={rows.length}
                      aria-posinset={line.place}
                    >
                      {children(line.row, { reachable: index === stop, onVisit: setVisited })}
                    </div>
                  ),
              )}
            </div>
          </Fragment>
        ))}
      </div>
    </div>
  );
}

function linesOf<Row>(sections: readonly RowSection<Row>[], keyOf: (row: Row) => string): Line<Row>[] {
  return sections.flatMap(({ name, headed, rows }, section) => [
    ...(headed === true ? [{ section, key: `heading ${name}`, row: null, place: 0 }] : []),
    ...rows.map((row, index): Line<Row> => ({ section, key: keyOf(row), row, place: index + 1 })),
  ]);
}

/** The row that Tab comes to: the first of these that is there, else the first of all; -1: there is none. */
function stopAmong(lines: readonly Line<unknown>[], keys: readonly (string | null)[]): number {
  const found = keys.map((key) => lines.findIndex((line) => line.key === key)).find((index) => index !== -1);
  return found ?? lines.findIndex(({ row }) => row !== null);
}

/** Where a key leads; -1: nowhere. */
function placeAfter(key: string, lines: readonly Line<unknown>[], from: number): number {
  const isRow = ({ row }: Line<unknown>): boolean => row !== null;
  if (key === 'Home') return lines.findIndex(isRow);
  if (key === 'End') return lines.findLastIndex(isRow);
  if (key === 'ArrowDown') return lines.findIndex((line, index) => index > from && isRow(line));
  return key === 'ArrowUp' ? lines.findLastIndex((line, index) => index < from && isRow(line)) : -1;
}

/** What is in sight, and always the headings, which name their lists, and the row that Tab comes to. */
function inPage(range: Range, lines: readonly Line<unknown>[], stop: number): number[] {
  const headings = lines.flatMap(({ row }, index) => (row === null ? [index] : []));
  const kept = [...headings, ...(stop === -1 ? [] : [stop])];
  return [...new Set([...defaultRangeExtractor(range), ...kept])].toSorted((a, b) => a - b);
}
