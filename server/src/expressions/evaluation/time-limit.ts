import { timeError } from '../expression-error';

/**
 * What an evaluation may take, and the clock that counts it.
 *
 * The clock is CPU time and never plain wall clock: in a container that is stopped for 130 of every
 * 200 ms, or on a busy machine, an evaluation would lose its time without having run. Where Node has a
 * CPU clock of the thread (`process.threadCpuUsage`, newer than Node 20), that is it. Elsewhere the
 * clock is the lesser of the wall clock and the CPU time of the whole process: the thread used neither
 * more than the one nor more than the other, so nothing is stopped too early while other threads rest.
 * While they work, the clock is the wall clock at worst, and what ran out of time is retried.
 */
export interface TimeLimit {
  /** Milliseconds of CPU time. */
  ms: number;
  /** The setting that a message names. */
  setting: string;
}

/** Called at each step of an evaluation; throws when it must stop. */
export type TimeWatch = () => void;

export interface Timer {
  /** Milliseconds of CPU time since the start, or somewhat more. */
  spentMs(): number;
  /** Whether more than that was spent. Cheap while the wall clock says no. */
  exceeds(ms: number): boolean;
}

type CpuUsage = (before?: NodeJS.CpuUsage) => NodeJS.CpuUsage;

const { threadCpuUsage } = process as unknown as { threadCpuUsage?: CpuUsage };
const ofProcess: CpuUsage = (before) => process.cpuUsage(before);
const ofThread: CpuUsage = threadCpuUsage
  ? (before) => threadCpuUsage.call(process, before)
  : ofProcess;

/** Counts what this thread spends. */
export function startTimer(cpuUsage = ofThread): Timer {
  const startedAt = performance.now();
  const before = cpuUsage();
  const wallMs = () => performance.now() - startedAt;
  const cpuMs = () => {
    const { user, system } = cpuUsage(before);
    return (user + system) / 1_000;
  };
  return {
    spentMs: () => Math.min(wallMs(), cpuMs()),
    exceeds: (ms) => wallMs() > ms && cpuMs() > ms,
  };
}

/** Counts what any thread of the process may have spent at most. */
export const startProcessTimer = (): Timer => startTimer(ofProcess);

/** A watch that begins now. */
export function watchOf({ ms, setting }: TimeLimit, timer = startTimer()): TimeWatch {
  return () => {
    if (timer.exceeds(ms)) throw timeError({ ms, setting });
  };
}
