-- wrk: each request is a new rating (BATCH of them), at one of twenty counters.
local batch = tonumber(os.getenv("BATCH") or "1")
local thread_count = 0

function setup(thread)
  thread:set("seed", os.time() * 1000 + thread_count)
  thread_count = thread_count + 1
end

function init(args)
  math.randomseed(seed)
end

local function rating()
  local id = string.format("%08x%08x%08x%08x", math.random(0, 4294967295), math.random(0, 4294967295),
    math.random(0, 4294967295), math.random(0, 4294967295))
  return string.format('{"rating_id":"%s","counter_id":"C%02d","satisfied":%s}', id,
    math.random(1, 20), math.random() < 0.9 and "true" or "false")
end

function request()
  local body = rating()
  if batch > 1 then
    local items = {}
    for i = 1, batch do items[i] = rating() end
    body = "[" .. table.concat(items, ",") .. "]"
  end
  return wrk.format("POST", "/api/v1/ratings", { ["Content-Type"] = "application/json" }, body)
end

function done(summary, latency, requests)
  io.write(string.format("RESULT %d %d %.3f %.3f %d\n", summary.requests, summary.duration,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.errors.status + summary.errors.timeout + summary.errors.connect + summary.errors.read))
end
