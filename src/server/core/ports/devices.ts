import type { DeviceNo } from './numbers.ts';

export interface NewDevice {
  readonly device: string;
  readonly label: string;
}

export interface StoredDevice {
  readonly no: DeviceNo;
  readonly device: string;
  readonly label: string;
  readonly state: 'live' | 'suspended' | 'removed';
  readonly addedAt: number;
  readonly seenAt: number;
}
