/** Where a signing secret comes from; `keep` leaves the stored one. */
export type SecretSource = 'keep' | 'generate' | 'paste';
