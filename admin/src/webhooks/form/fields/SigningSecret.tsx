import type { Signing } from '../../../../../server/src/contracts/webhook-choices';
import { usePermissions } from '../../../permissions';
import { useText } from '../../../translations/use-text';
import { SecretFields } from '../../signing/SecretFields';
import type { SecretSource } from '../../signing/secret-source';
import { useOriginChanged } from '../state/use-origin-changed';
import { useWebhookField } from '../state/use-webhook-field';

interface SigningSecretProps {
  signing: Exclude<Signing, 'none'>;
  isStored: boolean;
}

/** The secret of the form: the stored one cannot stay where the host changes. */
export function SigningSecretField({ signing, isStored }: SigningSecretProps) {
  const text = useText();
  const elsewhere = useOriginChanged();
  const source = useWebhookField('secretSource');
  const secret = useWebhookField('signingSecret');
  const { secrets: can } = usePermissions();
  const keeps = isStored && !elsewhere;
  // A role that may not rotate secrets may not replace one either.
  if (keeps && !can.rotate) return null;
  const sources: SecretSource[] = keeps ? ['keep', 'generate', 'paste'] : ['generate', 'paste'];
  const replaces = isStored && source.value !== 'keep' && text('secret.source.replaces');
  const hint = isStored && elsewhere ? text('secret.source.elsewhere') : replaces;

  return (
    <SecretFields
      path="signingSecret"
      signing={signing}
      sources={sources}
      source={source.value}
      hint={hint || undefined}
      secret={secret.value}
      error={secret.error}
      disabled={source.disabled}
      onChange={(next, pasted) => {
        source.set(next);
        secret.set(pasted);
      }}
    />
  );
}
