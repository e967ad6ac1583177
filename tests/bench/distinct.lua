-- Lets wrk ask for the paths of a file (PATHS) one after the other, so that no two requests are for the same one.
local paths, number = {}, tonumber(os.getenv("SKIP") or "0")
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
local headers = { Accept = os.getenv("ACCEPT") }
request = function()
  number = number + 1
  return wrk.format("GET", paths[(number - 1) % #paths + 1], headers)
end
