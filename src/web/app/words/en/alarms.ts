export const alarms = {
  alarmFork:
    'The server shows two different histories of the keys of {name}. Do not trust new messages until you have spoken.',
  alarmShrunk:
    'The server took back part of the history of the keys of {name}. Do not trust new messages until you have spoken.',
  alarmNewDevice:
    'A new device was added to your account. If that was not you, remove it in Settings and change your password.',
  alarmImpersonated:
    'Your account was changed in the name of this device, but this device did not do it. If you have just restored it from a backup, that is why. If not, somebody has a copy of its keys: log out here, log in again, and change your password.',
  alarmAccountKey:
    'A key of your account did not arrive on this device as it should. A new one was made, and nothing was lost.',
  alarmSlot:
    'A key that {name} made for your conversation did not open here. A new one is in use. What you cannot read yet follows as soon as somebody can pass on the key.',
  alarmOlderKeys:
    'Something was written to you and {name} with keys that a removed device of yours still has. New keys are in use now.',
  alarmRestored:
    'This server was put back from a backup. What you had written since is being sent again. What others wrote stays on this device until they do the same.',
  alarmAnotherName: 'The server shows an account ({name}) under a name that is not its own. Nothing is sent to it.',
  alarmAnotherMember:
    'The server shows {name} in a conversation between you and somebody else. It is not let in, and nothing is sealed to it.',
  dismiss: 'Dismiss',
} as const;
