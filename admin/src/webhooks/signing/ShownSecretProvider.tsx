import { useState, type ReactNode } from 'react';

import type { GeneratedSecret } from '../../../../server/src/contracts/webhooks';
import { SecretDialog } from './SecretDialog';
import { ShownSecret } from './shown-secret';

/**
 * Rendered above the pages, so that the secret of a new webhook stays visible after the navigation to its
 * page. The secret is kept only here: a reload drops it.
 */
export function ShownSecretProvider({ children }: { children: ReactNode }) {
  const [generated, setGenerated] = useState<GeneratedSecret>({});
  const { signingSecret, publicKey } = generated;

  return (
    <ShownSecret.Provider value={setGenerated}>
      {children}
      {signingSecret !== undefined && (
        <SecretDialog
          secret={signingSecret}
          publicKey={publicKey}
          onClose={() => setGenerated({})}
        />
      )}
    </ShownSecret.Provider>
  );
}
