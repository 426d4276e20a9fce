import { createContext, useContext } from 'react';

import type { GeneratedSecret } from '../../../../server/src/contracts/webhooks';

/** Shows a secret that was generated, once; does nothing where the answer holds none. */
export type ShowSecret = (generated: GeneratedSecret) => void;

export const ShownSecret = createContext<ShowSecret>(() => undefined);

export const useShowSecret = () => useContext(ShownSecret);
