// Before the page tests, in each process that runs them: devices without a page stretch passwords as quickBuild.ts has the
// pages do, so that both log in to the same accounts. The package is changed before anything takes from it.
import { createRequire } from 'node:module';
import type * as Opaque from '@serenity-kit/opaque';
import { quickCost } from '../../support/quickCost.mjs';

const opaque = createRequire(import.meta.url)('@serenity-kit/opaque') as { client: typeof Opaque.client };
const { client } = opaque;
opaque.client = {
  ...client,
  finishRegistration: (params) => client.finishRegistration({ ...params, keyStretching: quickCost }),
  finishLogin: (params) => client.finishLogin({ ...params, keyStretching: quickCost }),
};
