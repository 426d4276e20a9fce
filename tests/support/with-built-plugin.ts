// For jest's `built` project: an app of the tests loads the package that `npm run build` made.
process.env['TEST_PLUGIN'] = 'built';
