import * as account from './api/account.ts';
import * as certificates from './api/certificates.ts';
import * as conversations from './api/conversations.ts';
import { getInstance } from './api/instance.ts';
import * as linking from './api/linking.ts';
import * as login from './api/login.ts';
import * as registration from './api/registration.ts';
import * as rooms from './api/rooms.ts';
import * as slots from './api/slots.ts';
import * as sshKeys from './api/sshKeys.ts';
import * as streams from './api/streams.ts';
import { openSocket } from './socket.ts';

/** Every route of the API by its name. */
export const routes = {
  getInstance,
  startRegistration: registration.startRegistration,
  finishRegistration: registration.finishRegistration,
  startLogin: login.startLogin,
  finishLogin: login.finishLogin,
  startCertificateLogin: certificates.startCertificateLogin,
  finishCertificateLogin: certificates.finishCertificateLogin,
  startSshLogin: sshKeys.startSshLogin,
  finishSshLogin: sshKeys.finishSshLogin,
  startRecovery: login.startRecovery,
  finishRecovery: login.finishRecovery,
  claimSession: login.claimSession,
  startLinking: linking.startLinking,
  readLinking: linking.readLinking,
  revealNonce: linking.revealNonce,
  finishLinking: linking.finishLinking,
  cancelLinking: linking.cancelLinking,
  claimLinking: linking.claimLinking,
  getLinking: linking.getLinking,
  greetLinking: linking.greetLinking,
  grantLinking: linking.grantLinking,
  logout: login.logout,
  logoutEverywhere: login.logoutEverywhere,
  getSelf: account.getSelf,
  setProfile: account.setProfile,
  startFirstKeys: registration.startFirstKeys,
  finishFirstKeys: registration.finishFirstKeys,
  getOwnKeys: account.getOwnKeys,
  appendToChain: account.appendToChain,
  listDevices: account.listDevices,
  addCertificate: certificates.addCertificate,
  listCertificates: certificates.listCertificates,
  revokeCertificate: certificates.revokeCertificate,
  listSshKeys: sshKeys.listSshKeys,
  addSshKeys: sshKeys.addSshKeys,
  removeSshKey: sshKeys.removeSshKey,
  startPasswordChange: account.startPasswordChange,
  finishPasswordChange: account.finishPasswordChange,
  replaceRecoveryCode: account.replaceRecoveryCode,
  startReset: account.startReset,
  readResetChain: account.readResetChain,
  finishReset: account.finishReset,
  findPerson: account.findPerson,
  getChain: account.getChain,
  listConversations: conversations.listConversations,
  getConversation: conversations.getConversation,
  startConversation: conversations.startConversation,
  listEntries: conversations.listEntries,
  addEpoch: conversations.addEpoch,
  listEpochs: conversations.listEpochs,
  askForSlot: slots.askForSlot,
  listAskedSlots: slots.listAskedSlots,
  putSlot: slots.putSlot,
  hideEntry: conversations.hideEntry,
  clearConversation: conversations.clearConversation,
  listRooms: rooms.listRooms,
  createRoom: rooms.createRoom,
  joinRoom: rooms.joinRoom,
  leaveRoom: rooms.leaveRoom,
  listOnline: rooms.listOnline,
  listStreams: streams.listStreams,
  getStream: streams.getStream,
  listRecords: streams.listRecords,
  findRecord: streams.findRecord,
  searchRecords: streams.searchRecords,
  countRecords: streams.countRecords,
  downloadRecords: streams.downloadRecords,
  readStream: streams.readStream,
  followStream: streams.followStream,
  unfollowStream: streams.unfollowStream,
  listFollowers: streams.listFollowers,
  setFollowers: streams.setFollowers,
  listRules: streams.listRules,
  addRule: streams.addRule,
  removeRule: streams.removeRule,
  openSocket,
} as const;

export type RouteName = keyof typeof routes;
