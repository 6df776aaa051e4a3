import { useState } from 'react';
import { useLocation } from 'wouter';
import { linkToken } from '../session/fragment.ts';
import { LinkDevice } from './LinkDevice.tsx';
import { SettingsPage } from './SettingsPage.tsx';

/** Where the link of a new device's QR code leads on a device that is logged in. */
export function LinkPage() {
  const [scanned] = useState(linkToken);
  const [, navigate] = useLocation();
  return (
    <>
      <SettingsPage />
      <LinkDevice scanned={scanned} onClose={() => navigate('/settings', { replace: true })} />
    </>
  );
}
