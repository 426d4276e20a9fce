'use strict';

// Strapi follows the plugin's `exports` to `dist`, also by path. Here it finds the source, unbuilt.
module.exports = require('../../../server/src');
