-- SPDX-License-Identifier: Apache-2.0
-- One request against a limit in a sliding window of 60 s, on the clock of Redis.
-- KEYS[1] whose window; ARGV[1] the limit; ARGV[2] a name no other request has.
-- Answers {1 admitted or 0, permits left, milliseconds until one comes back}.
-- Exact up to 600 a minute (a sorted set of admissions); above, two counters estimate the window.
-- What was admitted the one way counts the other way too, when the limit changes.
local key, limit = KEYS[1], tonumber(ARGV[1])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local window = 60000

redis.call('ZREMRANGEBYSCORE', key, '-inf', now - window)
local exact = redis.call('ZCARD', key)

local counters = key .. ':2'
local state = redis.call('HMGET', counters, 'start', 'current', 'previous')
local start, current, previous =
  tonumber(state[1] or now), tonumber(state[2] or 0), tonumber(state[3] or 0)
local elapsed = now - start
if elapsed >= 2 * window then
  start, current, previous, elapsed = now, 0, 0, 0
elseif elapsed >= window then
  start, current, previous, elapsed = start + window, 0, current, elapsed - window
end
local estimated = math.ceil(current + previous * (1 - elapsed / window))

local used = exact + estimated
local admitted = used < limit
if admitted then used = used + 1 end
local answer, left = admitted and 1 or 0, math.max(0, limit - used)

if limit <= 600 then
  if admitted then
    redis.call('ZADD', key, now, ARGV[2])
    redis.call('PEXPIRE', key, window)
  end
  local leaving = math.max(0, used - limit)
  local first = redis.call('ZRANGE', key, leaving, leaving, 'WITHSCORES')
  local back = 0
  if first[2] then
    back = tonumber(first[2]) + window - now
  elseif estimated > 0 then
    back = window - elapsed
  end
  return {answer, left, back}
end

if admitted then current = current + 1 end
redis.call('HSET', counters, 'start', start, 'current', current, 'previous', previous)
redis.call('PEXPIRE', counters, 2 * window)
return {answer, left, window - elapsed}
