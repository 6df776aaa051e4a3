/** Every word that `waxwing send` says. */
export const words = {
  whichMachine: 'which machine is this? Say --as MACHINE',
  noName: '--as wants the name of a machine: 3 to 32 of a-z 0-9 . _ -',
  notEnrolled: (machine: string, server: string) =>
    `nothing here opens the door for ${machine} at ${server}: an admin makes a code (waxwing admin enrol ${machine}), ` +
    `which waxwing send --as ${machine} --enrol reads`,
  anothersToken: (source: string, machine: string) => `the token in ${source} is for ${machine}`,
  open: (file: string) => `others can read ${file}, or it is not yours: chmod 600 it; an admin can make a new token`,
  noCredentials: (file: string) => `${file} is not as it should be; enrol again`,
  askSecret: 'Code or token from an admin: ',
  noSecret: 'a code or token from an admin is wanted on standard input',
  enrolled: (machine: string, file: string) => `${machine} may send now; what opens the door is in ${file}`,

  queueUnusable: (folder: string, why: string) => `the queue in ${folder} cannot be used: ${why}`,
  queueFull: (folder: string) =>
    `the queue in ${folder} is full (64 MiB), and the server takes nothing: nothing was sent; try again later`,
  readingWaits: (folder: string) =>
    `the queue in ${folder} is full (64 MiB): no more is read until the server has taken some of it`,
  away: (why: string, folder: string) => `the server cannot be reached (${why}); what is read waits in ${folder}`,
  back: 'the server is back',

  noFile: (file: string, why: string) => `cannot read ${file}: ${why}`,
  goingOn: (file: string) => `going on with ${file} where it was stopped`,
  sentAlready: (file: string) =>
    `all of ${file} was sent before the last run was stopped; send it again to send it anew`,
  sentByAnother: (file: string) => `another waxwing send is at ${file} already`,

  followersUnknown: (why: string) =>
    `the server cannot be reached (${why}), and it is not known here yet who follows: the first time it has to be there`,
  nobodyFollows: (machine: string) =>
    `nobody who could read a sealed record follows ${machine}; an admin says who does, in the web app under Streams`,
  tooManyFollow: (machine: string) => `too many follow ${machine}: a sealed record goes to 50 at most`,
  keyless: (name: string) => `${name} has no encryption keys yet, and cannot read this`,
  newFollower: (name: string, fingerprint: string) =>
    `${name} can read this from now on; identity SHA-256 ${fingerprint}`,
  identityChanged: (name: string, machine: string) =>
    `STOP: ${name} has another identity than before. An admin has reset the account, or somebody stands in for ${name}. ` +
    `Ask ${name}; only if it is right: waxwing send --as ${machine} --accept ${name}`,
  anotherAccount: (name: string, machine: string) =>
    `STOP: another account goes by the name of ${name} now. Ask ${name}; only if it is right: ` +
    `waxwing send --as ${machine} --accept ${name}`,
  chainFault: (name: string, file: string) =>
    `STOP: what the server shows of the keys of ${name} does not fit what was seen before. Ask its admin; ` +
    `only if they can say why, remove ${file}`,
  doesNotFollow: (name: string, machine: string) => `${name} does not follow ${machine}, or has no encryption keys yet`,
  accepted: (name: string) => `the identity of ${name} is trusted from now on`,

  badToken: 'the server does not take the token: it has ended, was revoked, or is not for this server',
  badPassword: 'name and password do not match',
  closed: 'the server does not know this machine, or it is disabled: ask an admin',
  tooLarge: 'the server says that a record is too large for it',
  redirected: 'the server answers with another address: is --server right?',
  noIngest: 'at this address is no Waxwing server that takes records: is --server right?',
  answered: (status: number, code: string | null) =>
    `the server answered ${status}${code === null ? '' : ` (${code})`}`,
  stopped: 'stopped',
  gaveUp: (why: string) => `the server takes nothing at the moment (${why})`,
  waiting: (lines: number, folder: string) =>
    lines === 0
      ? 'nothing waits'
      : `${lines === 1 ? 'one line waits' : `${lines} lines wait`} in ${folder} for the next waxwing send`,
} as const;
