import { contentTypesController } from './content-types';
import { deliveriesController } from './deliveries';
import { transferController } from './transfer';
import { webhooksController } from './webhooks';

export const controllers = {
  webhooks: webhooksController,
  deliveries: deliveriesController,
  transfer: transferController,
  'content-types': contentTypesController,
};
