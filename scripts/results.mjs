// What the runs of tests say of themselves: how many there were, and which were unsteady.

/**
 * Counts of a run of vitest as its JSON reporter writes it, and of a second run of the files in which something failed, if
 * there was one: it takes their place. What failed at first and passed then is named in `unsteady`.
 */
export function unitResults(first, second) {
  const again = new Map((second?.testResults ?? []).map((file) => [file.name, file]));
  const tests = first.testResults.flatMap((file) => (again.get(file.name) ?? file).assertionResults);
  const passes = tests.filter(passed).length;
  const failures = tests.filter(failed).length;
  return {
    passed: passes,
    failed: failures,
    skipped: tests.length - passes - failures,
    unsteady: first.testResults.filter(failed).flatMap((file) => mendedIn(file, again.get(file.name))),
  };
}

/** What failed in a file and did not when it ran again; the file itself where it had failed outside of its tests. */
function mendedIn({ name, assertionResults }, again) {
  if (again === undefined) return [];
  const failures = assertionResults.filter(failed);
  if (failures.length === 0) return passed(again) ? [name] : [];
  const passes = new Set(again.assertionResults.filter(passed).map(({ fullName }) => fullName));
  return failures.filter(({ fullName }) => passes.has(fullName)).map(({ fullName }) => `${name} ${fullName}`);
}

/** The files of a run of vitest in which something failed, also before their first test. */
export function failedFiles(results) {
  return results.testResults.filter(failed).map(({ name }) => name);
}

/** Counts of a run of Playwright as its JSON reporter writes it. */
export function pageResults({ stats, suites }) {
  const flaky = suites.flatMap(specsOf).filter(({ tests }) => tests.some(({ status }) => status === 'flaky'));
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    unsteady: flaky.map(({ file, line, title }) => `test/e2e/${file}:${line} ${title}`),
  };
}

function specsOf(suite) {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)];
}

const passed = ({ status }) => status === 'passed';
const failed = ({ status }) => status === 'failed';
