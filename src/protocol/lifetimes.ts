/** Days after which the members of a private conversation may have its messages deleted; 0: never. */
export const lifetimes = [0, 1, 7, 30, 90, 365] as const;

export type Lifetime = (typeof lifetimes)[number];
