import { Link } from 'wouter';
import { pathOf } from '../conversation/messageLink.ts';

/** A conversation or a message of this server opens here, everything else beside the app. */
export function TextLink({ address }: { address: string }) {
  const path = pathOf(address);
  if (path !== null) return <Link href={path}>{address}</Link>;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {address}
    </a>
  );
}
