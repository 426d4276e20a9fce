import { Link } from '@strapi/design-system';

import { useText } from '../../../translations/use-text';

const DOCUMENTATION = 'https://docs.jsonata.org/simple';

/** To the documentation of the language that conditions and templates are written in. */
export function JsonataLink() {
  const text = useText();
  return (
    <Link href={DOCUMENTATION} isExternal>
      {text('form.jsonata')}
    </Link>
  );
}
