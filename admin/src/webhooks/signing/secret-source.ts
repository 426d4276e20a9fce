/** The source of a signing secret; `keep` keeps the stored one. */
export type SecretSource = 'keep' | 'generate' | 'paste';
