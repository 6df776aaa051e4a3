import { ingestRoutes, type IngestRoute } from '../../src/protocol/ingest.ts';

/** One request of the collection: which route, with what, and the variables that it takes from the answer. */
interface Example {
  readonly name: string;
  readonly route: IngestRoute;
  readonly body: object | string;
  /** Variable of the collection by field of the answer. */
  readonly keeps?: Readonly<Record<string, string>>;
}

/** In the order in which they are to be run. What stands in double braces is a variable of the collection. */
const examples: readonly Example[] = [
  {
    name: 'IDENTIFY',
    route: ingestRoutes.ingest,
    body: { message_type: 'IDENTIFY', username: '{{machine}}', code: '{{code}}' },
  },
  {
    name: 'AUTHENTICATE',
    route: ingestRoutes.ingest,
    body: { message_type: 'AUTHENTICATE', username: '{{machine}}', password: '{{password}}' },
    keeps: { token: 'token' },
  },
  {
    name: 'MESSAGE',
    route: ingestRoutes.ingest,
    body: { message_type: 'MESSAGE', token: '{{token}}', message: 'Hail Dale!' },
    keeps: { seq: 'seq' },
  },
  {
    name: 'Many records',
    route: ingestRoutes.ingestRecords,
    body: { message: 'disk full', at: '2026-11-20T09:30:00.123Z', level: 'error' },
    keeps: { seq: 'last_seq' },
  },
  { name: 'A line of text', route: ingestRoutes.ingestLine, body: 'disk full', keeps: { seq: 'last_seq' } },
  { name: 'Webhook', route: ingestRoutes.ingestHook, body: { text: 'build failed' } },
  {
    name: 'OTLP logs',
    route: ingestRoutes.exportLogs,
    body: {
      resourceLogs: [{ scopeLogs: [{ logRecords: [{ severityText: 'ERROR', body: { stringValue: 'disk full' } }] }] }],
    },
  },
];

const variables = {
  origin: 'http://localhost:9290',
  machine: 'dale',
  code: 'what waxwing admin enrol dale shows',
  password: 'a long random one',
  token: '',
  seq: '',
};

export interface Collection {
  readonly info: { readonly name: string; readonly schema: string; readonly description: string };
  readonly variable: readonly { readonly key: string; readonly value: string }[];
  readonly item: readonly Item[];
}

interface Item {
  readonly name: string;
  readonly event: readonly [{ readonly listen: 'test'; readonly script: { type: string; exec: readonly string[] } }];
  readonly request: {
    readonly method: 'POST';
    readonly description: string;
    readonly header: readonly { readonly key: string; readonly value: string }[];
    readonly body: { readonly mode: 'raw'; readonly raw: string };
    readonly url: string;
  };
}

/** The ways in for machines as a Postman collection (2.1), which Bruno and others take too. */
export function collection(): Collection {
  return {
    info: {
      name: 'Waxwing: machines',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
      description:
        'Set machine, code and password, then run the requests in their order. The rules: docs/protocol.md, I.',
    },
    variable: Object.entries(variables).map(([key, value]) => ({ key, value })),
    item: examples.map(itemOf),
  };
}

function itemOf({ name, route, body, keeps = {} }: Example): Item {
  // As it is once the variables are filled in.
  route.body.parse(JSON.parse(JSON.stringify(body).replace(/\{\{(\w+)\}\}/g, '$1')));
  const kept = Object.entries(keeps).map(
    ([variable, field]) => `pm.collectionVariables.set('${variable}', pm.response.json().${field});`,
  );
  const type = { key: 'content-type', value: route.type };
  return {
    name,
    event: [
      {
        listen: 'test',
        script: {
          type: 'text/javascript',
          exec: ["pm.test('it is taken', () => pm.response.to.have.status(200));", ...kept],
        },
      },
    ],
    request: {
      method: route.method,
      description: route.summary,
      header: route.access === 'nobody' ? [type] : [type, { key: 'authorization', value: 'Bearer {{token}}' }],
      body: { mode: 'raw', raw: typeof body === 'string' ? body : JSON.stringify(body) },
      url: `{{origin}}${route.path.replace(/:(\w+)/g, '{{$1}}')}`,
    },
  };
}
