// The part of Trusted Types in use (W3C); TypeScript's DOM does not have it yet.
interface TrustedTypePolicy {
  createScriptURL(address: string): { toString(): string };
}

interface TrustedTypePolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): TrustedTypePolicy;
}

// eslint-disable-next-line no-var -- a global is declared so
declare var trustedTypes: TrustedTypePolicyFactory | undefined;
