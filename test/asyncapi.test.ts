import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { limits } from '../src/protocol/limits.ts';
import { ClientFrame, SOCKET_PATH, SOCKET_PROTOCOL, ServerFrame } from '../src/protocol/socket.ts';
import { PROTOCOL } from '../src/protocol/version.ts';

type Frames = typeof ClientFrame | typeof ServerFrame;

/** AsyncAPI 3.0 of the socket, from the schemas that client and server use. */
function asyncApi(): object {
  const messages = { ...messagesOf(ClientFrame, 'op'), ...messagesOf(ServerFrame, 'ev') };
  const references = (frames: Frames, key: 'op' | 'ev') =>
    Object.keys(messagesOf(frames, key)).map((name) => ({ $ref: `#/channels/socket/messages/${name}` }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Waxwing socket',
      version: String(PROTOCOL),
      description:
        `Text frames of JSON, at most ${limits.socketFrame} bytes from a client. A client asks for the subprotocols ` +
        `\`${SOCKET_PROTOCOL}\` and \`ticket.TICKET\`, with a single-use ticket from POST ${SOCKET_PATH}/ticket, and ` +
        'says `hello` first. The rules are in protocol.md.',
    },
    channels: { socket: { address: SOCKET_PATH, messages } },
    components: { schemas: { ...schemasOf(ClientFrame), ...schemasOf(ServerFrame) } },
    operations: {
      receive: { action: 'receive', channel: { $ref: '#/channels/socket' }, messages: references(ClientFrame, 'op') },
      send: { action: 'send', channel: { $ref: '#/channels/socket' }, messages: references(ServerFrame, 'ev') },
    },
  };
}

function messagesOf(frames: Frames, key: 'op' | 'ev'): Record<string, object> {
  return Object.fromEntries(
    frames.options.map((frame) => {
      const { $schema: _, $defs: __, ...payload } = schemaOf(frame);
      const name = payload.properties?.[key];
      if (typeof name !== 'object' || typeof name.const !== 'string') throw new Error('a frame without a name');
      return [`${key}.${name.const}`, { name: name.const, payload }];
    }),
  );
}

const schemasOf = (frames: Frames): object =>
  Object.assign({}, ...frames.options.map((frame) => schemaOf(frame).$defs));

/** JSON Schema whose named parts are among the components of the document. */
function schemaOf(frame: z.ZodType) {
  const schema = z.toJSONSchema(frame, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text) as typeof schema;
}

test('docs/asyncapi.yaml is what the schemas say (written anew by `npx vitest run -u test/asyncapi.test.ts`)', async () => {
  await expect(stringify(asyncApi(), { aliasDuplicateObjects: false })).toMatchFileSnapshot('../docs/asyncapi.yaml');
});
