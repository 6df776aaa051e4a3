import type { RouteName } from '../../../protocol/routes.ts';
import type { Rules } from '../../core/alerts/rules.ts';
import type { Arrival } from '../../core/arrival.ts';
import type { CertificateLogin } from '../../core/certificateLogin.ts';
import type { Certificates } from '../../core/certificates.ts';
import type { Completion } from '../../core/completion.ts';
import type { ContactAnswers } from '../../core/contacts/answering.ts';
import type { Conversations } from '../../core/conversations.ts';
import type { Delivery } from '../../core/delivery/delivery.ts';
import type { Devices } from '../../core/devices.ts';
import type { Epochs } from '../../core/epochs.ts';
import type { Linking } from '../../core/linking.ts';
import type { Login } from '../../core/login.ts';
import type { OwnChain } from '../../core/ownChain.ts';
import type { Leaving } from '../../core/leaving.ts';
import type { Password } from '../../core/password.ts';
import type { People } from '../../core/people.ts';
import type { KeyStore } from '../../core/ports.ts';
import type { Profile } from '../../core/profile.ts';
import type { PushSubscriptions } from '../../core/push/subscriptions.ts';
import type { Recovery } from '../../core/recovery.ts';
import type { Registration } from '../../core/registration.ts';
import type { Reset } from '../../core/reset.ts';
import type { Rooms } from '../../core/rooms.ts';
import type { Sessions } from '../../core/sessions.ts';
import type { Slots } from '../../core/slots.ts';
import type { SshKeys } from '../../core/sshKeys.ts';
import type { SshLogin } from '../../core/sshLogin.ts';
import type { Followers } from '../../core/streams/followers.ts';
import type { StreamRecords } from '../../core/streams/records.ts';
import type { StreamDownload } from '../../core/streams/download.ts';
import type { StreamSearch } from '../../core/streams/search.ts';
import type { Streams } from '../../core/streams/streams.ts';
import type { Switches } from '../../core/switches.ts';
import type { Review } from '../../core/threads/review.ts';
import type { Threads } from '../../core/threads/threads.ts';
import type { Tickets } from '../../core/tickets.ts';
import { addCertificate } from './account/addCertificate.ts';
import { peopleEndpoints, type OfPeople } from './admin/people.ts';
import { switchEndpoints, type OfSwitches } from './admin/switches.ts';
import { serverEndpoints, type OfServer } from './admin/server.ts';
import { appendToChain } from './account/appendToChain.ts';
import { finishFirstKeys } from './account/finishFirstKeys.ts';
import { finishPasswordChange } from './account/finishPasswordChange.ts';
import { getOwnKeys } from './account/getOwnKeys.ts';
import { getSelf } from './account/getSelf.ts';
import { listCertificates } from './account/listCertificates.ts';
import { listDevices } from './account/listDevices.ts';
import { getPreferences, setPreferences } from './account/preferences.ts';
import { removeAccount } from './account/removeAccount.ts';
import { replaceRecoveryCode } from './account/replaceRecoveryCode.ts';
import { revokeCertificate } from './account/revokeCertificate.ts';
import { setProfile } from './account/setProfile.ts';
import { startFirstKeys } from './account/startFirstKeys.ts';
import { startPasswordChange } from './account/startPasswordChange.ts';
import { addEpoch } from './conversations/addEpoch.ts';
import { clearConversation } from './conversations/clearConversation.ts';
import { getContact, removeContact } from './conversations/contact.ts';
import { getConversation } from './conversations/getConversation.ts';
import { hideEntry } from './conversations/hideEntry.ts';
import { listConversations } from './conversations/listConversations.ts';
import { listEntries } from './conversations/listEntries.ts';
import { listEpochs } from './conversations/listEpochs.ts';
import { startConversation } from './conversations/startConversation.ts';
import type { Endpoint } from './endpoint.ts';
import { getInstance } from './instance/getInstance.ts';
import { cancelLinking } from './linking/cancelLinking.ts';
import { claimLinking } from './linking/claimLinking.ts';
import { finishLinking } from './linking/finishLinking.ts';
import { getLinking } from './linking/getLinking.ts';
import { grantLinking } from './linking/grantLinking.ts';
import { greetLinking } from './linking/greetLinking.ts';
import { readLinking } from './linking/readLinking.ts';
import { revealNonce } from './linking/revealNonce.ts';
import { startLinking } from './linking/startLinking.ts';
import { claimSession } from './login/claimSession.ts';
import { finishCertificateLogin } from './login/finishCertificateLogin.ts';
import { finishLogin } from './login/finishLogin.ts';
import { finishRecovery } from './login/finishRecovery.ts';
import { logout } from './login/logout.ts';
import { logoutEverywhere } from './login/logoutEverywhere.ts';
import { startCertificateLogin } from './login/startCertificateLogin.ts';
import { startLogin } from './login/startLogin.ts';
import { startRecovery } from './login/startRecovery.ts';
import { findPerson } from './people/findPerson.ts';
import { getChain } from './people/getChain.ts';
import { getPush, removePush, setPush } from './push/push.ts';
import { finishRegistration } from './registration/finishRegistration.ts';
import { startRegistration } from './registration/startRegistration.ts';
import { finishReset } from './reset/finishReset.ts';
import { readResetChain } from './reset/readResetChain.ts';
import { startReset } from './reset/startReset.ts';
import { createRoom } from './rooms/createRoom.ts';
import { joinRoom } from './rooms/joinRoom.ts';
import { leaveRoom } from './rooms/leaveRoom.ts';
import { listOnline } from './rooms/listOnline.ts';
import { listRooms } from './rooms/listRooms.ts';
import { askForSlot } from './slots/askForSlot.ts';
import { listAskedSlots } from './slots/listAskedSlots.ts';
import { putSlot } from './slots/putSlot.ts';
import { openSocket } from './socket/openSocket.ts';
import { addSshKeys } from './ssh/addSshKeys.ts';
import { finishSshLogin } from './ssh/finishSshLogin.ts';
import { listSshKeys } from './ssh/listSshKeys.ts';
import { removeSshKey } from './ssh/removeSshKey.ts';
import { startSshLogin } from './ssh/startSshLogin.ts';

import { countRecords } from './streams/countRecords.ts';
import { downloadRecords } from './streams/downloadRecords.ts';
import { addRule } from './streams/addRule.ts';
import { findRecord } from './streams/findRecord.ts';
import { followStream } from './streams/followStream.ts';
import { getStream } from './streams/getStream.ts';
import { listFollowers } from './streams/listFollowers.ts';
import { listRecords } from './streams/listRecords.ts';
import { listRules } from './streams/listRules.ts';
import { listStreams } from './streams/listStreams.ts';
import { readStream } from './streams/readStream.ts';
import { searchRecords } from './streams/searchRecords.ts';
import { removeRule } from './streams/removeRule.ts';
import { setFollowers } from './streams/setFollowers.ts';
import { unfollowStream } from './streams/unfollowStream.ts';
import { addBlock } from './threads/addBlock.ts';
import { changeThread } from './threads/changeThread.ts';
import { createThread } from './threads/createThread.ts';
import { exportThread } from './threads/exportThread.ts';
import { judgeComments } from './threads/judgeComments.ts';
import { listBlocks } from './threads/listBlocks.ts';
import { listComments } from './threads/listComments.ts';
import { listSites } from './threads/listSites.ts';
import { listThreads } from './threads/listThreads.ts';
import { putSite } from './threads/putSite.ts';
import { removeBlock } from './threads/removeBlock.ts';
import { removeSite } from './threads/removeSite.ts';
import { removeThread } from './threads/removeThread.ts';

/** What the endpoints need, each of it handed only to those that use it. */
export interface Needs extends OfPeople, OfServer, OfSwitches {
  readonly instance: string;
  readonly incarnation: string;
  readonly switches: Switches;
  readonly registration: Registration;
  readonly completion: Completion;
  readonly login: Login;
  readonly recovery: Recovery;
  readonly certificates: Certificates;
  readonly certificateLogin: CertificateLogin;
  readonly sshKeys: SshKeys;
  readonly sshLogin: SshLogin;
  readonly pushSubscriptions: PushSubscriptions;
  readonly arrival: Arrival;
  readonly linking: Linking;
  readonly sessions: Sessions;
  readonly devices: Devices;
  readonly profile: Profile;
  readonly keys: KeyStore;
  readonly ownChain: OwnChain;
  readonly password: Password;
  readonly leaving: Leaving;
  readonly reset: Reset;
  readonly people: People;
  readonly conversations: Conversations;
  readonly contactAnswers: ContactAnswers;
  readonly epochs: Epochs;
  readonly slots: Slots;
  readonly rooms: Rooms;
  readonly streams: Streams;
  readonly streamSearch: StreamSearch;
  readonly streamDownload: StreamDownload;
  readonly streamRecords: StreamRecords;
  readonly followers: Followers;
  readonly rules: Rules;
  readonly threads: Threads;
  readonly review: Review;
  readonly delivery: Pick<Delivery, 'presence'>;
  readonly tickets: Tickets;
}

/** An endpoint for every route that is declared. */
export function endpoints(needs: Needs): readonly Endpoint[] {
  const { sessions, conversations, epochs, login, recovery, registration, reset, people, password, devices } = needs;
  const all: Record<RouteName, Endpoint> = {
    getInstance: getInstance(needs.instance, needs.incarnation, needs.switches, needs.settings),
    startRegistration: startRegistration(registration),
    finishRegistration: finishRegistration(registration),
    startLogin: startLogin(login),
    finishLogin: finishLogin(login),
    startCertificateLogin: startCertificateLogin(needs.certificateLogin),
    finishCertificateLogin: finishCertificateLogin(needs.certificateLogin),
    startSshLogin: startSshLogin(needs.sshLogin),
    finishSshLogin: finishSshLogin(needs.sshLogin),
    startRecovery: startRecovery(recovery),
    finishRecovery: finishRecovery(recovery),
    claimSession: claimSession(devices, needs.arrival),
    startLinking: startLinking(needs.linking),
    readLinking: readLinking(needs.linking),
    revealNonce: revealNonce(needs.linking),
    finishLinking: finishLinking(needs.linking),
    cancelLinking: cancelLinking(needs.linking),
    claimLinking: claimLinking(needs.linking),
    getLinking: getLinking(needs.linking),
    greetLinking: greetLinking(needs.linking),
    grantLinking: grantLinking(needs.linking),
    logout: logout(sessions),
    logoutEverywhere: logoutEverywhere(sessions),
    getSelf: getSelf(),
    setProfile: setProfile(needs.profile),
    getPreferences: getPreferences(),
    setPreferences: setPreferences(needs.profile),
    startFirstKeys: startFirstKeys(needs.completion),
    finishFirstKeys: finishFirstKeys(needs.completion),
    getOwnKeys: getOwnKeys(needs.keys),
    appendToChain: appendToChain(needs.ownChain),
    listDevices: listDevices(devices),
    addCertificate: addCertificate(needs.certificates),
    listCertificates: listCertificates(needs.certificates),
    revokeCertificate: revokeCertificate(needs.certificates),
    listSshKeys: listSshKeys(needs.sshKeys, needs.switches),
    addSshKeys: addSshKeys(needs.sshKeys),
    removeSshKey: removeSshKey(needs.sshKeys),
    startPasswordChange: startPasswordChange(password),
    finishPasswordChange: finishPasswordChange(password),
    replaceRecoveryCode: replaceRecoveryCode(password),
    removeAccount: removeAccount(needs.leaving),
    startReset: startReset(reset),
    readResetChain: readResetChain(reset),
    finishReset: finishReset(reset),
    findPerson: findPerson(people),
    getChain: getChain(people),
    listConversations: listConversations(conversations, needs.delivery, needs.incarnation),
    getConversation: getConversation(conversations),
    startConversation: startConversation(conversations),
    listEntries: listEntries(conversations),
    addEpoch: addEpoch(epochs),
    listEpochs: listEpochs(epochs),
    askForSlot: askForSlot(needs.slots),
    listAskedSlots: listAskedSlots(needs.slots),
    putSlot: putSlot(needs.slots),
    hideEntry: hideEntry(conversations),
    clearConversation: clearConversation(conversations),
    getContact: getContact(needs.contactAnswers),
    removeContact: removeContact(needs.contactAnswers),
    listRooms: listRooms(needs.rooms),
    createRoom: createRoom(needs.rooms),
    joinRoom: joinRoom(needs.rooms),
    leaveRoom: leaveRoom(needs.rooms),
    listOnline: listOnline(needs.rooms),
    listStreams: listStreams(needs.streams),
    getStream: getStream(needs.streams),
    listRecords: listRecords(needs.streamRecords),
    findRecord: findRecord(needs.streamRecords),
    searchRecords: searchRecords(needs.streamSearch),
    countRecords: countRecords(needs.streamSearch),
    downloadRecords: downloadRecords(needs.streamDownload),
    readStream: readStream(needs.streams),
    followStream: followStream(needs.streams),
    unfollowStream: unfollowStream(needs.streams),
    listFollowers: listFollowers(needs.followers),
    setFollowers: setFollowers(needs.followers),
    listRules: listRules(needs.rules),
    addRule: addRule(needs.rules),
    removeRule: removeRule(needs.rules),
    listSites: listSites(needs.threads),
    putSite: putSite(needs.threads),
    removeSite: removeSite(needs.threads),
    listThreads: listThreads(needs.threads),
    createThread: createThread(needs.threads),
    changeThread: changeThread(needs.threads),
    removeThread: removeThread(needs.threads),
    listComments: listComments(needs.review),
    judgeComments: judgeComments(needs.review),
    listBlocks: listBlocks(needs.review),
    addBlock: addBlock(needs.review),
    removeBlock: removeBlock(needs.review),
    exportThread: exportThread(needs.review),
    ...peopleEndpoints(needs),
    ...serverEndpoints(needs),
    ...switchEndpoints(needs),
    getPush: getPush(needs.pushSubscriptions),
    setPush: setPush(needs.pushSubscriptions),
    removePush: removePush(needs.pushSubscriptions),
    openSocket: openSocket(needs.tickets),
  };
  return Object.values(all);
}
