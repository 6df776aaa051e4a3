import fs from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { defineConfig } from 'vitest/config';

const TESTS = ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'];
/** Where keys are what is tested: all of their arithmetic is done as it is shipped. */
const IN_EARNEST = ['src/crypto/**/*.test.ts', 'test/mallory/offline.test.ts'];
const NOT_OURS = ['test/e2e/**', 'node_modules/**', 'dist/**'];
/** What puts others in the place of modules needs modules of its own. */
const MOCKING = fs.globSync(TESTS).filter((file) => fs.readFileSync(file, 'utf8').includes('vi.mock('));

/** What takes long begins first, so that none of it is alone at the end: a fresh clone has no times of before to go by. */
const LONG = ['/test/terminal/plain.test.ts', '/test/simulation/', '/test/terminal/', '/src/server/store/'];
const PROJECTS = ['apart', 'earnest', 'together'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification): number => {
      const at = LONG.findIndex((folder) => moduleId.includes(folder));
      if (at !== -1) return at;
      // A process goes on with the next file only if that is of the same project.
      return LONG.length + 2 * PROJECTS.indexOf(project.name) + (moduleId.includes('/test/') ? 0 : 1);
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}

const STRETCHING = 'test/support/quickStretching.ts';
const KEYS = 'test/support/quickKeys.ts';

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'apart', include: MOCKING, setupFiles: [STRETCHING, KEYS] } },
      // One process for file after file: to load the modules and warm them up is half of the cost of most.
      { extends: true, test: { name: 'earnest', include: IN_EARNEST, exclude: MOCKING, isolate: false } },
      {
        extends: true,
        test: {
          name: 'together',
          include: TESTS,
          exclude: [...NOT_OURS, ...MOCKING, ...IN_EARNEST],
          setupFiles: [STRETCHING, KEYS],
          isolate: false,
        },
      },
    ],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    // Bounds for what would wait for ever: a busy machine takes many times longer than an idle one.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    teardownTimeout: 10_000,
    restoreMocks: true,
    unstubEnvs: true,
    allowOnly: false,
  },
});
