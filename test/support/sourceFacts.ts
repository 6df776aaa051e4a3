// What the house rules want to know of a source file, read from its syntax tree: strings and comments do not count.
import { parseSync } from 'vite';

export interface SourceFacts {
  /** What it imports, as written: static, dynamic, re-exported, type-only, and workers by address. */
  imports: string[];
  /** Where it reads a clock, chance, a timer or the environment of its own accord. */
  ambient: string[];
  /** Tests that it leaves out, or runs alone. */
  leftOut: string[];
}

interface Node {
  type: string;
  [field: string]: unknown;
}

const AMBIENT_MEMBERS = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'crypto.getRandomValues',
  'crypto.randomUUID',
]);
const AMBIENT_CALLS = new Set(['setTimeout', 'setInterval', 'setImmediate', 'fetch', 'Date']);
const AMBIENT_OBJECTS = new Set(['process']);
const TESTS = new Set(['test', 'it', 'describe', 'suite', 'bench']);
const LEAVING_OUT = new Set(['skip', 'only', 'todo', 'fixme', 'skipIf', 'runIf', 'fails']);

export function readSource(path: string, text: string): SourceFacts {
  const { program, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
  const facts: SourceFacts = { imports: [], ambient: [], leftOut: [] };
  walk(program as unknown as Node, (node) => {
    const imported = importedBy(node);
    if (imported !== undefined) facts.imports.push(imported);
    const ambient = ambientUse(node);
    if (ambient !== undefined) facts.ambient.push(ambient);
    const leftOut = leavingOut(node);
    if (leftOut !== undefined) facts.leftOut.push(leftOut);
  });
  return facts;
}

function importedBy(node: Node): string | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literal(node['source']);
    case 'NewExpression': {
      const [address, base] = asNodes(node['arguments']);
      return named(node['callee']) === 'URL' && named(base) === 'import.meta.url' ? literal(address) : undefined;
    }
    default:
      return undefined;
  }
}

function ambientUse(node: Node): string | undefined {
  const callee = named(node['callee']);
  if (node.type === 'NewExpression' && callee === 'Date' && asNodes(node['arguments']).length === 0)
    return 'new Date()';
  if (node.type === 'CallExpression' && callee !== undefined) {
    const plain = callee.replace(/^globalThis\./, '');
    if (AMBIENT_CALLS.has(plain)) return plain;
  }
  const member = node.type === 'MemberExpression' ? named(node)?.replace(/^globalThis\./, '') : undefined;
  if (member === undefined) return undefined;
  const object = member.split('.')[0] ?? '';
  return AMBIENT_MEMBERS.has(member) || AMBIENT_OBJECTS.has(object) ? member : undefined;
}

function leavingOut(node: Node): string | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  const parts = named(node)?.split('.') ?? [];
  return TESTS.has(parts[0] ?? '') && LEAVING_OUT.has(parts.at(-1) ?? '') ? parts.join('.') : undefined;
}

/** `a.b.c` for plain names and their members, else undefined. */
function named(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Identifier') return String(value['name']);
  if (value.type === 'MetaProperty') return 'import.meta';
  if (value.type !== 'MemberExpression') return undefined;
  const object = named(value['object']);
  const property = value['computed'] === true ? literal(value['property']) : named(value['property']);
  return object === undefined || property === undefined ? undefined : `${object}.${property}`;
}

function literal(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Literal' && typeof value['value'] === 'string' ? value['value'] : undefined;
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit);
  }
}

function asNodes(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
