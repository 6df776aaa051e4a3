import net from 'node:net';

/** What is not the open internet: this machine, its networks, and what leads there by another spelling. */
const INSIDE: readonly (readonly [network: string, bits: number, family: 'ipv4' | 'ipv6'])[] = [
  // This network, private ones, carriers', this machine, the next ones, protocols, documentation, tests, multicast, the rest.
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
];

/** All that is assigned to the open internet begins with these three bits. */
const OPEN_IPV6 = ['2000::', 3, 'ipv6'] as const;
/** Of it: tunnels into IPv4 (Teredo and others for protocols, 6to4) and documentation. */
const INSIDE_IPV6 = [
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
] as const;

const inside = blockList([...INSIDE, ...INSIDE_IPV6]);
const openIpv6 = blockList([OPEN_IPV6]);

/**
 * Whether it is an address of the open internet, as IANA's registries of special addresses have it. IPv4 in the clothes of
 * IPv6 (mapped, NAT64, 6to4) is not, whatever it leads to: nobody needs it.
 */
export function isPublicAddress(address: string): boolean {
  switch (net.isIP(address)) {
    case 4:
      return !inside.check(address, 'ipv4');
    case 6:
      return openIpv6.check(address, 'ipv6') && !inside.check(address, 'ipv6');
    default:
      return false;
  }
}

function blockList(networks: typeof INSIDE): net.BlockList {
  const list = new net.BlockList();
  for (const [network, bits, family] of networks) list.addSubnet(network, bits, family);
  return list;
}
