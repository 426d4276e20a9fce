import { useState, type ReactNode } from 'react';

import type { GeneratedSecret } from '../../../../server/src/contracts/webhooks';
import { SecretDialog } from './SecretDialog';
import { ShownSecret } from './shown-secret';

/**
 * Stands above the pages, so that going to the page of a webhook that was just created does not take its
 * secret away. Kept nowhere but here: a reload forgets it.
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
