import type { Redis } from 'ioredis';

import type { RateRequest } from '../../outbox/flow-control/rate-limit';

/**
 * Permits of a rate limit by the clock of Redis, which all instances share; the same rules as in
 * outbox/flow-control/rate-limit. A stored time further ahead than any permit was left by a clock that has
 * been set back.
 */
const SCRIPT = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local rate, wanted, lookahead = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
  local free = math.max(0, (tonumber(redis.call('GET', KEYS[1]) or '0') or 0) - now)
  if free > 2 * lookahead + 1000 then free = 0 end
  local permits, after = {}, free
  while #permits < wanted and after <= lookahead do
    permits[#permits + 1] = after
    after = free + math.ceil(#permits * 1000 / rate)
  end
  if #permits > 0 then
    redis.call('SET', KEYS[1], string.format('%.0f', now + after), 'PX', math.max(1, after))
  end
  return permits`;

/** Reserves permits in Redis, under the same rules as `reservePermits` of the outbox. */
export async function reserveRedisPermits(
  redis: Redis,
  prefix: string,
  { webhookId, rateLimit, wanted, lookaheadMs }: RateRequest,
): Promise<number[]> {
  if (wanted === 0) return [];
  const key = `${prefix}:rate:${webhookId}`;
  return (await redis.eval(SCRIPT, 1, key, rateLimit, wanted, lookaheadMs)) as number[];
}
