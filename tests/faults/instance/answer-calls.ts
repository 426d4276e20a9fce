import type { Call, Commands, Message, Report } from '../support/protocol';

/** The child's side of `startInstance`: answers its parent's calls, and ends with it. */
export function answerCalls(commands: Commands) {
  process.on('message', (call: Call) => {
    void answer(call);
  });
  process.once('disconnect', () => process.exit());

  async function answer({ call, name, argument }: Call): Promise<void> {
    try {
      const command = commands[name] as (argument: unknown) => unknown;
      const result = await command(argument);
      await send({ answer: { call, result } });
    } catch (error) {
      await send({ answer: { call, error: String((error as Error).stack) } });
    }
  }

  return { sendReport: (report: Report) => send({ report }) };
}

/** Resolves when the message is with the kernel: it arrives even when this process dies next. */
function send(message: Message): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, undefined, undefined, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
