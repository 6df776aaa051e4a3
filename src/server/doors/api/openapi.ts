import { setImmediate as breathe } from 'node:timers/promises';
import { z } from 'zod';
import { Problem, errors } from '../../../protocol/errors.ts';
import { ingestRoutes, type IngestRoute } from '../../../protocol/ingest.ts';
import { InvalidSubmission, publicRoutes, type PublicRoute } from '../../../protocol/publicRoutes.ts';
import { recipientRoutes, type RecipientRoute } from '../../../protocol/recipients.ts';
import type { Route } from '../../../protocol/route.ts';
import { routes } from '../../../protocol/routes.ts';
import type { Site } from '../site.ts';

type Json = Record<string, unknown>;

/** OpenAPI 3.1 of the whole HTTP API, made from the schemas that check it; route by route, so that others are answered meanwhile. */
export async function openApi({ origin, cookie }: Site, version: string): Promise<Json> {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    const methods = (paths[path] ??= {});
    methods[route.method.toLowerCase()] = operationOf(name, route, schemas);
    await breathe();
  }
  for (const [name, route] of Object.entries<IngestRoute>(ingestRoutes)) {
    paths[route.path.replace(/:(\w+)/g, '{$1}')] = { post: ingestOperationOf(name, route, schemas) };
    await breathe();
  }
  for (const [name, route] of Object.entries<RecipientRoute>(recipientRoutes)) {
    paths[route.path.replace(/:(\w+)/g, '{$1}')] = { get: recipientOperationOf(name, route, schemas) };
    await breathe();
  }
  for (const [name, route] of Object.entries<PublicRoute>(publicRoutes)) {
    const methods = (paths[route.path.replace(/:(\w+)/g, '{$1}')] ??= {});
    methods[route.method.toLowerCase()] = publicOperationOf(name, route, schemas);
    await breathe();
  }
  paths['/ca.pem'] = { get: authorityOperation };
  schemas['Problem'] = schemaOf(Problem, 'output', schemas);
  return {
    openapi: '3.1.1',
    info: {
      title: 'Waxwing',
      version,
      description: 'A private message server. Errors are problems (RFC 9457) with a stable `code`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: origin }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: cookie },
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        machine: { type: 'http', scheme: 'basic' },
        privateLink: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token that comes from the secret of a private link.',
        },
      },
    },
  };
}

const tags: Record<Route['access'], string> = {
  nobody: 'without a session',
  session: 'with a session',
  device: 'with a device',
  admin: 'for admins',
};

function operationOf(
  name: string,
  { access, summary, params, query, body, response, lines }: Route,
  schemas: Json,
): Json {
  const parameters = [...parametersOf('path', params, schemas), ...parametersOf('query', query, schemas)];
  const type = lines ? 'application/x-ndjson' : 'application/json';
  const answered = lines ?? response;
  const done = answered
    ? { 200: { description: 'Done.', content: { [type]: { schema: schemaOf(answered, 'output', schemas) } } } }
    : { 204: { description: 'Done.' } };
  return {
    operationId: name,
    tags: [tags[access]],
    summary,
    security: access === 'nobody' ? [] : [{ session: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input', schemas) } } },
    }),
    responses: { ...done, default: problemAnswer },
  };
}

const credentials: Record<IngestRoute['access'], Json[]> = {
  nobody: [],
  token: [{ token: [] }],
  machine: [{ token: [] }, { machine: [] }],
};

function ingestOperationOf(name: string, { path, access, summary, type, body, response }: IngestRoute, schemas: Json) {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, parameter]) => parameter);
  const answered = response instanceof z.ZodLiteral ? 'text/plain' : 'application/json';
  const done = { description: 'Done.', content: { [answered]: { schema: schemaOf(response, 'output', schemas) } } };
  return {
    operationId: name,
    tags: ['for machines'],
    summary,
    security: credentials[access],
    parameters: [
      ...names.map((parameter) => ({ name: parameter, in: 'path', required: true, schema: { type: 'string' } })),
      packing,
      ...(type === 'application/json' ? [] : [idempotencyKey]),
    ],
    requestBody: { required: true, content: { [type]: { schema: schemaOf(body, 'input', schemas) } } },
    responses: { 200: done, default: problemAnswer },
  };
}

const packing = {
  name: 'Content-Encoding',
  in: 'header',
  required: false,
  description: 'Of a body that is packed. What comes out has the same bound.',
  schema: { type: 'string', enum: ['gzip'] },
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Stands for the ids that records lack. With another body than before it is refused as `key_reused`.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,100}$' },
};

function recipientOperationOf(name: string, { summary, params, query, response }: RecipientRoute, schemas: Json) {
  const content = { 'application/json': { schema: schemaOf(response, 'output', schemas) } };
  return {
    operationId: name,
    tags: ['for machines'],
    summary,
    security: credentials.token,
    parameters: [...parametersOf('path', params, schemas), ...parametersOf('query', query, schemas)],
    responses: { 200: { description: 'Done.', content }, default: problemAnswer },
  };
}

function publicOperationOf(
  name: string,
  { path, summary, query, body, form, response, status, deletes, token, type = 'application/json' }: PublicRoute,
  schemas: Json,
): Json {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, parameter]) => parameter);
  const schema = response ? schemaOf(response, 'output', schemas) : { type: 'string' };
  const sent = body && schemaOf(body, 'input', schemas);
  const wrong = { 'application/json': { schema: schemaOf(InvalidSubmission, 'output', schemas) } };
  return {
    operationId: name,
    tags: ['for visitors'],
    summary,
    security: token ? [{ privateLink: [] }] : [],
    parameters: [
      ...names.map((parameter) => ({ name: parameter, in: 'path', required: true, schema: { type: 'string' } })),
      ...parametersOf('query', query, schemas),
    ],
    ...(sent && {
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: sent },
          ...(form && { 'application/x-www-form-urlencoded': { schema: sent } }),
        },
      },
    }),
    responses: {
      [status]: { description: 'Done.', ...(status !== 204 && { content: { [type]: { schema } } }) },
      ...(deletes && { 204: { description: 'Deleted.' } }),
      ...(form && { 303: { description: 'A form that was taken: the page again.' } }),
      ...(form && { 422: { description: 'Something is wrong with these fields.', content: wrong } }),
      default: problemAnswer,
    },
  };
}

const authorityOperation = {
  operationId: 'getAuthority',
  tags: ['without a session'],
  summary: "The certificate of the server's own authority, PEM: for the line protocol, and for people's certificates.",
  security: [],
  responses: {
    200: { description: 'Done.', content: { 'application/x-pem-file': { schema: { type: 'string' } } } },
  },
};

const problemAnswer = {
  description: `A problem; \`code\` is one of ${Object.keys(errors).join(', ')}.`,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function parametersOf(place: 'path' | 'query', schema: z.ZodType | undefined, schemas: Json): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input', schemas) as {
    properties?: Json;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

/** JSON Schema of a schema; those with a name of their own are put beside and pointed to. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const made = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Json;
  const { $schema: _, $defs = {}, ...own } = made;
  for (const [name, definition] of Object.entries($defs as Json))
    schemas[name] = pointed(withoutId(definition as Json));
  return pointed(withoutId(own));
}

const withoutId = ({ id: _, ...rest }: Json): Json => rest;

function pointed<Value>(value: Value): Value {
  const text = JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text) as Value;
}
