import { contentTypesController } from './content-types';
import { deliveriesController } from './deliveries';
import { webhooksController } from './webhooks';

export const controllers = {
  webhooks: webhooksController,
  deliveries: deliveriesController,
  'content-types': contentTypesController,
};
