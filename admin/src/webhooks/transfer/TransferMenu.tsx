import { Button, Menu } from '@strapi/design-system';
import { Download, Upload } from '@strapi/icons';
import { useRef, useState } from 'react';

import { usePermissions } from '../../permissions';
import { useText } from '../../translations/use-text';
import { BuiltInDialog } from './BuiltInDialog';
import { ImportDialog } from './ImportDialog';
import { useExport } from './use-export';

/** How webhooks come and go as a whole; what the person may not do is left out. */
export function TransferMenu() {
  const text = useText();
  const { webhooks: can, builtInWebhooks } = usePermissions();
  const [dialog, setDialog] = useState<'file' | 'built-in' | null>(null);
  const runExport = useExport();
  const button = useRef<HTMLButtonElement>(null);
  const close = () => setDialog(null);

  return (
    <>
      <Menu.Root>
        <Menu.Trigger ref={button} tag={Button} variant="tertiary" size="S">
          {text('transfer.menu')}
        </Menu.Trigger>
        <Menu.Content popoverPlacement="bottom-end">
          <Menu.Item startIcon={<Download />} onSelect={() => void runExport()}>
            {text('transfer.export')}
          </Menu.Item>
          {can.create && can.update && (
            <Menu.Item startIcon={<Upload />} onSelect={() => setDialog('file')}>
              {text('transfer.import')}
            </Menu.Item>
          )}
          {can.create && builtInWebhooks.read && (
            <Menu.Item startIcon={<Upload />} onSelect={() => setDialog('built-in')}>
              {text('transfer.builtIn')}
            </Menu.Item>
          )}
        </Menu.Content>
      </Menu.Root>
      {dialog === 'file' && <ImportDialog returnTo={button} onClose={close} />}
      {dialog === 'built-in' && <BuiltInDialog returnTo={button} onClose={close} />}
    </>
  );
}
