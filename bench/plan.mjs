/** How much of each measurement a run makes. */
const FULL = {
  write: {
    sets: 8,
    warmUp: 200,
    aloneRounds: 10,
    aloneCreates: 10,
    gapMs: 20,
    rounds: 10,
    creates: 15,
  },
  drain: {
    instant: { rounds: 5, warmUp: 2_000, deliveries: 5_000, builtIn: 5_000, bare: 5_000 },
    // 5 000 at the built-in's pace would take a minute: its rate shows after fewer.
    slow: { rounds: 2, warmUp: 500, deliveries: 5_000, builtIn: 500, bare: 2_000 },
  },
  latency: { writes: 200, warmUp: 20, gapMs: 25 },
  expressions: {
    evaluations: 20_000,
    warmUp: 2_000,
    rounds: 10,
    renders: 50_000,
    jobs: 4_000,
    largeJobs: 500,
  },
  isolation: { writes: 300, warmUp: 20, gapMs: 25, burst: 20 },
  hostile: { rounds: 10, creates: 30, warmUp: 100, gapMs: 20, leadMs: 200, attackers: 4 },
  scale: {
    claims: { short: 1_000, long: 1_000_000, due: 400, claimed: 200, warmUp: 10, rounds: 100 },
    backlog: { warmUp: 10_000, deliveries: 100_000 },
    unrelated: { webhooks: 1_000, warmUp: 200, rounds: 100, creates: 10 },
  },
};

const QUICK = {
  write: {
    sets: 1,
    warmUp: 100,
    aloneRounds: 10,
    aloneCreates: 10,
    gapMs: 20,
    rounds: 15,
    creates: 10,
  },
  drain: {
    instant: { rounds: 2, warmUp: 1_000, deliveries: 2_000, builtIn: 2_000, bare: 2_000 },
    slow: { rounds: 1, warmUp: 200, deliveries: 1_000, builtIn: 200, bare: 1_000 },
  },
  latency: { writes: 50, warmUp: 10, gapMs: 25 },
  expressions: {
    evaluations: 5_000,
    warmUp: 1_000,
    rounds: 5,
    renders: 20_000,
    jobs: 1_000,
    largeJobs: 200,
  },
  isolation: { writes: 60, warmUp: 20, gapMs: 25, burst: 20 },
  hostile: { rounds: 4, creates: 20, warmUp: 50, gapMs: 20, leadMs: 200, attackers: 4 },
  scale: {
    claims: { short: 1_000, long: 20_000, due: 400, claimed: 200, warmUp: 5, rounds: 20 },
    backlog: { warmUp: 2_000, deliveries: 10_000 },
    unrelated: { webhooks: 100, warmUp: 50, rounds: 20, creates: 10 },
  },
};

export const planOf = ({ quick }) => (quick ? QUICK : FULL);
