/** The child's side of `startChild`: answers its parent's calls, and ends with it. */
export function answerCalls(commands) {
  process.on('message', async ({ id, name, argument }) => {
    try {
      process.send({ id, result: await commands[name](argument) });
    } catch (error) {
      process.send({ id, error: error.stack });
    }
  });
  process.once('disconnect', () => process.exit());
}
