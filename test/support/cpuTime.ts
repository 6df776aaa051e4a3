/** What the work takes of this process's own time, in milliseconds: waiting for others on a busy machine does not count. */
export function cpuTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
