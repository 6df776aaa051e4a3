/** Every bound that both sides must know. Sizes are in bytes, times in milliseconds. */
export const limits = {
  username: { min: 3, max: 32 },
  roomName: { min: 1, max: 32 },
  displayName: 64,
  deviceLabel: 64,
  devicesPerAccount: 20,
  certificatesPerAccount: 50,
  sshKeysPerAccount: 20,
  /** UTF-8 bytes of text in one message; longer text goes in pieces. */
  messageText: 32 * 1024,
  /** UTF-16 units of a reaction; as many bytes of UTF-8 in a sealed one. */
  emoji: 64,
  /** UTF-8 bytes of a whole text, in however many pieces. */
  longText: 1024 * 1024,
  /** UTF-8 bytes of a draft that goes to the account's other devices; a longer one stays on its device. */
  draftText: 8 * 1024,
  /** A sealed envelope with padding, header and signature. */
  envelope: 45 * 1024,
  chainEntry: 8 * 1024,
  /** A certificate or a request for one. */
  certificate: 8 * 1024,
  /** Pasted public keys, in characters. */
  sshKeysText: 64 * 1024,
  /** Armoured. */
  sshSignature: 8 * 1024,
  /** Past so many an account's chain takes only the removal of a device, and an admin's reset. */
  chainEntries: 10_000,
  chainPage: 100,
  boxKey: 1216,
  sealedSeed: 2 * 1024,
  linkingGreeting: 256,
  linkingGrant: 4 * 1024,
  vault: 16 * 1024,
  epochRecord: 256 * 1024,
  slot: 2 * 1024,
  membersPerConversation: 250,
  conversationsPerAccount: 10_000,
  /** Single entries of one conversation that one account has deleted for itself. */
  hiddenEntries: 2000,
  rooms: 500,
  onlinePage: 500,
  conversationsPage: 100,
  entriesPage: 200,
  epochsPage: 100,
  /** A page of epochs ends with the record that reaches this. */
  epochsPageBytes: 1024 * 1024,
  askedSlotsPage: 100,
  socketFrame: 64 * 1024,
  socketFragments: 64,
  socketUnsent: 1024 * 1024,
  cursorsPerHello: 500,
  /** Conversations in whose other member's presence a device takes an interest at a time. */
  lookedAt: 16,
  /** Chain entries that show a device how it was removed. */
  removalEntries: 16,
  requestBody: 1024 * 1024,
  /** Of whoever has no session: an account with its keys fits. */
  strangersBody: 64 * 1024,
  ticketLifetime: 30_000,
  loginLifetime: 60_000,
  proofLifetime: 900_000,
  sessionLifetime: 90 * 24 * 3600_000,
  linkingLifetime: 600_000,
  linkLifetime: 7 * 24 * 3600_000,
  /** Pages of what admins see. */
  peoplePage: 100,
  machinesPage: 100,
  auditPage: 100,
  linksShown: 500,
  machines: 10_000,
  /** Addresses of a machine whose state is remembered; past that the oldest are grounded again. */
  endpointsPerMachine: 1000,
  machinePassword: 1024,
  machineTokenLifetime: 3600_000,
  /** Of one that an admin makes. */
  longMachineTokenLifetime: 365 * 24 * 3600_000,
  longTokensPerMachine: 100,
  /** UTF-16 units of one record's message. */
  recordText: 32 * 1024,
  recordId: 128,
  recordLevel: 32,
  recordsPerPost: 1000,
  /** Base64url characters of one sealed record. */
  sealedRecord: 128 * 1024,
  /** UTF-16 units of the text in one sealed record. */
  sealedText: 10 * 1024,
  /** Followers to whom one record may be sealed. */
  sealedRecipients: 50,
  streamsPage: 200,
  recordsPage: 500,
  /** UTF-16 units of a stream's newest record, where streams are listed. */
  newestText: 500,
  followersPage: 200,
  searchText: 200,
  countSpans: 240,
  levelsShown: 50,
  rulesPerStream: 50,
  /** UTF-16 units of a record that an alert shows. */
  alertText: 2000,
  ruleText: 200,
  /** Thirty days. */
  silenceMinutes: 30 * 24 * 60,
  /** Characters of a thread's name or of its page's address. */
  threadKey: 500,
  threadTitle: 200,
  threadsPage: 200,
  sites: 200,
  /** Threads of one site's pages; past that its pages make no more by themselves. */
  threadsPerSite: 5000,
  sitesPerThread: 20,
  formToken: 512,
  /** Characters of a visitor's name, and of the surname. */
  visitorName: 80,
  visitorEmail: 254,
  /** Characters of a comment. */
  comment: 10_000,
  /** The sealed opening of a contact conversation, for as many as may answer. */
  contactOpening: 96 * 1024,
  /** A sealed line of it, with padding. */
  contactLine: 45 * 1024,
  /** Lines of one conversation. */
  contactLines: 1000,
  /** Comments that answer none, on one page of a thread. */
  topCommentsPage: 50,
  /** Of the answers to one comment, and the answers to those, the first so many are shown. */
  answersShown: 100,
  /** Comments for reviewers on one page. */
  commentsPage: 100,
  /** A comment may be changed by its author for so long. */
  commentEditing: 15 * 60_000,
  /** Milliseconds after which it is forgotten from which network address a comment came. */
  commentAddressLifetime: 30 * 24 * 3600_000,
  /** UTF-16 units of a comment that its reviewers see in their inbox. */
  noticeText: 500,
  /** Comments of elsewhere that are brought in one step. */
  importBatch: 20,
  blocks: 2000,
  blockValue: 200,
  /** Characters of a browser's address at its push service. */
  pushEndpoint: 2048,
  /** Conversations that a device names as muted, and rooms that it wants to hear of. */
  pushConversations: 500,
  /** The server speaks at least this often on an open socket, so that a client notices a dead line. */
  heartbeat: 25_000,
} as const;
