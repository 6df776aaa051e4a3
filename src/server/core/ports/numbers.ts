// The store's own small numbers, which never leave the server.

export type AccountNo = number;
export type DeviceNo = number;
export type LogNo = number;
