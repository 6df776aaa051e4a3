import styles from './Icon.module.css';

const paths = {
  inbox: ['M3 13h5l2 3h4l2-3h5', 'M5.5 5h13L21 13v6H3v-6z'],
  rooms: ['M9.5 4 7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16'],
  streams: ['M3.5 6.5h17M3.5 12h11M3.5 17.5h14'],
  public: ['M4 5.5h16v11H12l-4.5 4v-4H4z', 'M8 9.5h8M8 12.8h5'],
  search: ['M5 10.8a5.8 5.8 0 1 0 11.6 0 5.8 5.8 0 1 0-11.6 0', 'm15.2 15.2 4.8 4.8'],
  bell: ['M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.8H5z', 'M10.3 20.7a2 2 0 0 0 3.4 0'],
  pause: ['M9 6v12M15 6v12'],
  resume: ['M8 5.5v13l10.5-6.5z'],
  download: ['M12 4.5V15M7 10.5l5 5 5-5', 'M5 19.5h14'],
  people: [
    'M5.8 8a3.2 3.2 0 1 0 6.4 0 3.2 3.2 0 1 0-6.4 0',
    'M3 19c.4-3.6 2.8-5.5 6-5.5s5.6 1.9 6 5.5M15.5 5.2a3.2 3.2 0 0 1 0 5.6M17.5 13.8c2 .7 3.2 2.5 3.5 5.2',
  ],
  leave: ['M14 4.5H5.5v15H14', 'M10.5 12H20M16 8l4 4-4 4'],
  settings: [
    'M4 7h10M18.5 7H20M4 17h1.5M10 17h10',
    'M14.2 7a2.1 2.1 0 1 0 4.2 0 2.1 2.1 0 1 0-4.2 0M5.6 17a2.1 2.1 0 1 0 4.2 0 2.1 2.1 0 1 0-4.2 0',
  ],
  key: ['M4 15.5a4.5 4.5 0 1 0 9 0 4.5 4.5 0 1 0-9 0', 'M11.7 12.3 20 4M15.5 8.5l3 3'],
  lock: ['M7 11h10a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2z', 'M8 11V8a4 4 0 0 1 8 0v3'],
  unlocked: ['M7 11h10a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2z', 'M8 11V8a4 4 0 0 1 7.6-1.7'],
  shield: ['M12 3.5 19 6v5.5c0 4.2-2.8 7.4-7 9-4.2-1.6-7-4.8-7-9V6z', 'm9 12 2.2 2.2L15.2 10'],
  clock: ['M3.8 12a8.2 8.2 0 1 0 16.4 0 8.2 8.2 0 1 0-16.4 0', 'M12 7.5V12l3 2'],
  trash: ['M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10.3 11v5M13.7 11v5'],
  back: ['m14.5 5.5-6.5 6.5 6.5 6.5'],
  send: ['M4 12 20 4l-4 16-4-7z', 'm12 13 8-9'],
  reply: ['M10 6 4.5 11.5 10 17', 'M4.5 11.5H14a5.5 5.5 0 0 1 5.5 5.5v1'],
  copy: [
    'M10 8.5h8a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5h-8A1.5 1.5 0 0 1 8.5 18v-8A1.5 1.5 0 0 1 10 8.5z',
    'M15.5 8.5V6A1.5 1.5 0 0 0 14 4.5H6A1.5 1.5 0 0 0 4.5 6v8A1.5 1.5 0 0 0 6 15.5h2.5',
  ],
  link: [
    'M10 14a4.2 4.2 0 0 0 6 0l3-3a4.2 4.2 0 0 0-6-6l-1.5 1.5',
    'M14 10a4.2 4.2 0 0 0-6 0l-3 3a4.2 4.2 0 0 0 6 6l1.5-1.5',
  ],
  show: [
    'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z',
    'M9.2 12a2.8 2.8 0 1 0 5.6 0 2.8 2.8 0 1 0-5.6 0',
  ],
  hide: [
    'M4 4l16 16',
    'M9.8 5.8A9 9 0 0 1 12 5.5c6 0 9.5 6.5 9.5 6.5a16 16 0 0 1-2.6 3.3M6.3 7.3A15.5 15.5 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.6-1.3M10 10.1a2.8 2.8 0 0 0 3.9 3.9',
  ],
  close: ['M6.5 6.5l11 11M17.5 6.5l-11 11'],
  open: ['m6.5 9.5 5.5 5.5 5.5-5.5'],
  up: ['M12 19V6M6.5 11.5 12 6l5.5 5.5'],
  down: ['M12 5v13M6.5 12.5 12 18l5.5-5.5'],
  check: ['m5 12.5 4.5 4.5L19 7.5'],
  print: ['M7 9V4.5h10V9M7 17H4.5V9h15v8H17', 'M7.5 14h9v5.5h-9z'],
  warning: ['M12 4 21 19.5H3z', 'M12 10v4.5M12 17v.2'],
  offline: [
    'M4 4l16 16',
    'M9 6.5A12 12 0 0 1 21 9.5M3 9.5a12 12 0 0 1 3-2M6.5 13a8 8 0 0 1 4-2M14.5 11.5a8 8 0 0 1 3 1.5M12 18v.2',
  ],
} as const;

/** They show where reading comes from or goes to. */
const pointing: readonly string[] = ['back', 'leave', 'reply', 'send', 'streams'] satisfies (keyof typeof paths)[];

export type IconName = keyof typeof paths;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      className={styles.icon}
      data-pointing={pointing.includes(name) || undefined}
      viewBox="0 0 24 24"
      width={size}
      height={size}
      aria-hidden="true"
      focusable="false"
    >
      {paths[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
