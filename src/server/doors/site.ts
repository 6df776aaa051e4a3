/** The address that people use, and what follows from it for cookies, headers and who may call. */
export interface Site {
  readonly origin: string;
  readonly secure: boolean;
  readonly cookie: string;
  /** Stands on every answer of the web port. */
  readonly headers: Readonly<Record<string, string>>;
  isOwn(origin: string): boolean;
}

export function siteOf(address: string): Site {
  const { origin, protocol, hostname, host, port } = new URL(address);
  const secure = protocol === 'https:';
  // On one's own machine both names are in use for the same port.
  const loopback = !secure && (hostname === 'localhost' || hostname === '127.0.0.1');
  const own = new Set(
    loopback ? [origin, `http://localhost:${port || 80}`, `http://127.0.0.1:${port || 80}`] : [origin],
  );
  return {
    origin,
    secure,
    cookie: secure ? '__Host-waxwing' : 'waxwing',
    headers: headersFor(`${secure ? 'wss' : 'ws'}://${host}`, secure),
    isOwn: (other) => own.has(other),
  };
}

function headersFor(socketOrigin: string, secure: boolean): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src 'self' ${socketOrigin}`,
      "worker-src 'self'",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types waxwing',
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), midi=()',
    ...(secure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}
