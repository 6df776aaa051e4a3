// The rooms of the house, who may import whom, and the few other habits that a machine can check. Pure: from a tree of
// paths and texts to sentences that say what is wrong.
import { builtinModules } from 'node:module';
import path from 'node:path';
import { readSource, type SourceFacts } from './sourceFacts.ts';

export type Tree = ReadonlyMap<string, string>;

interface Room {
  name: string;
  contains: RegExp;
  /** Our own files that it may import; its own room is one of them only if it says so. */
  mayImport: RegExp[];
  /** Packages that it may import: all that the lockfile has, unless it says which. */
  packages?: RegExp;
  notPackages?: RegExp;
  node?: boolean;
  ambient?: boolean;
}

const LONGEST_FILE = 400;

const PROTOCOL = /^src\/protocol\//;
const CRYPTO = /^src\/crypto\//;
const CLIENT = /^src\/client\//;
/** All that the server may know of cryptography: what checks, and never what opens. */
const VERIFYING = /^src\/crypto\/(verify\/|encoding\.ts$|labels\.ts$)/;
const CORE = /^src\/server\/core\//;
/** The colours and distances of all pages: a text, no code. */
const LOOK = /^src\/web\/app\/styles\/tokens\.css$/;
const SERVER_PACKAGES = /^(fastify|@fastify\/|ws$|pino|fastify-type-provider-zod)/;
const WEB_PACKAGES = /^(react|@tanstack\/|wouter|idb$|@lingui\/|comlink|@zxcvbn-ts\/)/;
const OPENING_PACKAGES = /^(@hpke\/|@noble\/ciphers|mlkem)/;
/** Certificates: for the server's authority, and for terminals. */
const CERTIFICATE_PACKAGES = /^(@peculiar\/x509|reflect-metadata)/;
const TEST_PACKAGES = /^(vitest|@playwright\/|fast-check|@axe-core\/|@sparticuz\/)/;
const neither = (...some: RegExp[]): RegExp => new RegExp(some.map((one) => one.source).join('|'));

/** The first room that contains a file is its room. */
const ROOMS: Room[] = [
  {
    name: 'protocol',
    contains: PROTOCOL,
    mayImport: [PROTOCOL],
    notPackages: neither(SERVER_PACKAGES, WEB_PACKAGES, OPENING_PACKAGES, CERTIFICATE_PACKAGES),
  },
  {
    name: 'crypto/verify',
    contains: VERIFYING,
    mayImport: [PROTOCOL, VERIFYING],
    notPackages: neither(SERVER_PACKAGES, WEB_PACKAGES, OPENING_PACKAGES, CERTIFICATE_PACKAGES),
  },
  {
    name: 'crypto',
    contains: CRYPTO,
    mayImport: [PROTOCOL, CRYPTO],
    notPackages: neither(SERVER_PACKAGES, WEB_PACKAGES, CERTIFICATE_PACKAGES),
  },
  {
    name: 'client',
    contains: CLIENT,
    mayImport: [PROTOCOL, CRYPTO, CLIENT],
    notPackages: neither(SERVER_PACKAGES, WEB_PACKAGES, CERTIFICATE_PACKAGES),
  },
  {
    name: 'web/embed',
    contains: /^src\/web\/embed\//,
    mayImport: [PROTOCOL, /^src\/crypto\/seal[^/]*\.ts$/, /^src\/web\/embed\//],
    notPackages: neither(SERVER_PACKAGES, WEB_PACKAGES, CERTIFICATE_PACKAGES),
  },
  {
    name: 'web/service',
    contains: /^src\/web\/service\//,
    // The client's own platform too: it may have to fetch and open while no page is there.
    mayImport: [PROTOCOL, CRYPTO, CLIENT, /^src\/web\/(service|app\/worker)\//],
    notPackages: neither(SERVER_PACKAGES, /^(react|@tanstack\/|wouter)/, CERTIFICATE_PACKAGES),
  },
  {
    name: 'web',
    contains: /^src\/web\//,
    mayImport: [PROTOCOL, CRYPTO, CLIENT, /^src\/web\/(?!embed\/)/],
    notPackages: neither(SERVER_PACKAGES, CERTIFICATE_PACKAGES),
  },
  {
    name: 'tui',
    contains: /^src\/tui\//,
    mayImport: [PROTOCOL, CRYPTO, CLIENT, /^src\/tui\//],
    notPackages: SERVER_PACKAGES,
    node: true,
    ambient: true,
  },
  {
    name: 'server/core',
    contains: CORE,
    mayImport: [PROTOCOL, VERIFYING, CORE],
    packages: /^(zod$|cborg$|@noble\/hashes\/)/,
    ambient: false,
  },
  ...['store', 'bus', 'backup'].map(serverRoom),
  {
    ...serverRoom('authority'),
    notPackages: neither(SERVER_PACKAGES, WEB_PACKAGES, OPENING_PACKAGES),
  },
  {
    name: 'a folder of server/doors',
    contains: /^src\/server\/doors\/([^/]+)\//,
    mayImport: [PROTOCOL, VERIFYING, CORE, LOOK, /^src\/server\/doors\/[^/]+$/],
    notPackages: neither(WEB_PACKAGES, OPENING_PACKAGES, CERTIFICATE_PACKAGES),
    node: true,
  },
  {
    name: 'server/doors',
    contains: /^src\/server\/doors\/[^/]+$/,
    mayImport: [PROTOCOL, VERIFYING, CORE, /^src\/server\/doors\/[^/]+$/],
    notPackages: neither(WEB_PACKAGES, OPENING_PACKAGES, CERTIFICATE_PACKAGES),
    node: true,
  },
  {
    name: 'server',
    contains: /^src\/server\/[^/]+$/,
    mayImport: [PROTOCOL, VERIFYING, /^src\/server\//],
    notPackages: neither(WEB_PACKAGES, OPENING_PACKAGES, CERTIFICATE_PACKAGES),
    node: true,
  },
  {
    name: 'cli',
    contains: /^src\/cli\//,
    mayImport: [PROTOCOL, CRYPTO, CLIENT, /^src\/tui\//, /^src\/server\/[^/]+$/, /^src\/cli\//],
    node: true,
  },
];

/** Says of every file what it does that the house does not allow; empty when all is well. */
export function violations(tree: Tree): string[] {
  const sources = [...tree].filter(([file]) => /\.tsx?$/.test(file));
  const facts = new Map(sources.map(([file, text]) => [file, readSource(file, text)]));
  const graph = new Map([...facts].map(([file, { imports }]) => [file, ownImports(file, imports, tree)]));
  return [
    ...sources.flatMap(([file, text]) => lengthOf(file, text)),
    ...[...facts].flatMap(([file, fact]) => [...leftOut(file, fact), ...outOfRoom(file, fact, tree)]),
    ...cycles(graph).map((cycle) => `these import each other: ${cycle.join(' -> ')}`),
  ];
}

function serverRoom(name: string): Room {
  const own = new RegExp(`^src/server/${name}/`);
  return {
    name: `server/${name}`,
    contains: own,
    mayImport: [PROTOCOL, VERIFYING, CORE, own],
    notPackages: neither(SERVER_PACKAGES, WEB_PACKAGES, OPENING_PACKAGES, CERTIFICATE_PACKAGES),
    node: true,
  };
}

function lengthOf(file: string, text: string): string[] {
  const lines = text.replace(/\n$/, '').split('\n').length;
  if (!file.startsWith('src/') || lines <= LONGEST_FILE) return [];
  return [`${file} has ${lines} lines: past ${LONGEST_FILE}, look whether two ideas share a file`];
}

function leftOut(file: string, facts: SourceFacts): string[] {
  return facts.leftOut.map((what) => `${file} uses ${what}: every test runs, everywhere`);
}

function outOfRoom(file: string, facts: SourceFacts, tree: Tree): string[] {
  if (!file.startsWith('src/') || file.endsWith('.d.ts') || isTest(file)) return [];
  const room = ROOMS.find(({ contains }) => contains.test(file));
  if (room === undefined) return [`${file} is in no room of the house`];
  const used = room.ambient === false ? facts.ambient : [];
  return [
    ...facts.imports.flatMap((specifier) => wrongImport(file, room, specifier, tree)),
    ...used.map((what) => `${file} uses ${what}: ${room.name} is handed its clock, its chance and its settings`),
  ];
}

function wrongImport(file: string, room: Room, specifier: string, tree: Tree): string[] {
  if (isNodeModule(specifier)) {
    return room.node === true ? [] : [`${file} imports ${specifier}: ${room.name} knows nothing of Node`];
  }
  if (!specifier.startsWith('.')) {
    const allowed = (room.packages?.test(specifier) ?? true) && !(room.notPackages?.test(specifier) ?? false);
    if (TEST_PACKAGES.test(specifier))
      return [`${file} imports ${specifier}: only tests and suites (name.suite.ts) do`];
    return allowed ? [] : [`${file} imports the package ${specifier}, which ${room.name} must not know`];
  }
  const target = resolve(file, specifier);
  if (isTest(target)) return [`${file} imports the test ${target}`];
  if (!tree.has(target) && /\.tsx?$/.test(target)) return [`${file} imports ${target}, which is not there`];
  return mayImport(file, room, target) ? [] : [`${file} imports ${target}: ${room.name} must not know it`];
}

function mayImport(file: string, room: Room, target: string): boolean {
  if (room.mayImport.some((allowed) => allowed.test(target))) return true;
  // A room of several folders that do not know each other: one's own folder is home.
  const [, ownFolder] = room.contains.exec(file) ?? [];
  return ownFolder !== undefined && room.contains.exec(target)?.[1] === ownFolder;
}

function ownImports(file: string, imports: string[], tree: Tree): string[] {
  return imports
    .filter((one) => one.startsWith('.'))
    .map((one) => resolve(file, one))
    .filter((target) => tree.has(target));
}

function resolve(file: string, specifier: string): string {
  return path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, ''));
}

function isTest(file: string): boolean {
  return /\.(test|suite)\.tsx?$/.test(file) || file.startsWith('test/');
}

function isNodeModule(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier.split('/')[0] ?? '');
}

/** Each group of files that reach each other, as one way around it. */
function cycles(graph: ReadonlyMap<string, string[]>): string[][] {
  const found: string[][] = [];
  const state = new Map<string, 'open' | 'done'>();
  const trail: string[] = [];
  const visit = (file: string): void => {
    state.set(file, 'open');
    trail.push(file);
    for (const next of graph.get(file) ?? []) {
      if (state.get(next) === 'open') found.push([...trail.slice(trail.indexOf(next)), next]);
      else if (state.get(next) === undefined) visit(next);
    }
    trail.pop();
    state.set(file, 'done');
  };
  for (const file of graph.keys()) if (state.get(file) === undefined) visit(file);
  return found;
}
