import { timeError } from '../expression-error';

/**
 * The time limit of an evaluation and the clock that measures it.
 *
 * The limit is in CPU time. Wall-clock time alone would fail evaluations that had no chance to run,
 * for example in a container that is paused for 130 of every 200 ms. The clock is the CPU clock of
 * the thread (`process.threadCpuUsage`) where Node has it (newer than Node 20). Otherwise it is the
 * lesser of the wall clock and the CPU time of the whole process, which are both upper bounds of
 * the thread's CPU time. Busy threads can make this estimate as high as the wall clock; an
 * evaluation that ran out of time is retried.
 */
export interface TimeLimit {
  /** Milliseconds of CPU time. */
  ms: number;
  /** The setting that error messages name. */
  setting: string;
}

/** Called at each step of an evaluation. Throws when the evaluation must stop. */
export type TimeWatch = () => void;

export interface Timer {
  /** Milliseconds of CPU time since the start; an upper bound. */
  spentMs(): number;
  /**
   * True if more than `ms` was spent. Reads the CPU clock only after the wall clock exceeds `ms`.
   */
  exceeds(ms: number): boolean;
}

type CpuUsage = (before?: NodeJS.CpuUsage) => NodeJS.CpuUsage;

const { threadCpuUsage } = process as unknown as { threadCpuUsage?: CpuUsage };
const processCpuUsage: CpuUsage = (before) => process.cpuUsage(before);
const currentThreadCpuUsage: CpuUsage = threadCpuUsage
  ? (before) => threadCpuUsage.call(process, before)
  : processCpuUsage;

/** Measures the CPU time of this thread. */
export function startTimer(cpuUsage = currentThreadCpuUsage): Timer {
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

/** Measures the CPU time of the whole process, an upper bound for any of its threads. */
export const startProcessTimer = (): Timer => startTimer(processCpuUsage);

/** Creates a watch that throws an error of kind `time` when the timer exceeds the limit. */
export function createTimeWatch({ ms, setting }: TimeLimit, timer = startTimer()): TimeWatch {
  return () => {
    if (timer.exceeds(ms)) throw timeError({ ms, setting });
  };
}
