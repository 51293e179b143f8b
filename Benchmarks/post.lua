-- Posts BODY to every connection; TOKEN, if set, goes along as a bearer token. TOKENS names a file with a token a line:
-- they take turns, so that no answer to "whose is it?" can be kept.
wrk.method = "POST"
wrk.body = os.getenv("BODY")
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Accept"] = "application/json, text/event-stream"
wrk.headers["MCP-Protocol-Version"] = "2025-06-18"
local token = os.getenv("TOKEN")
if token then wrk.headers["Authorization"] = "Bearer " .. token end

local file = os.getenv("TOKENS")
if file then
    local requests, turn = {}, 0
    function init()
        for line in io.lines(file) do
            wrk.headers["Authorization"] = "Bearer " .. line
            requests[#requests + 1] = wrk.format()
        end
    end
    function request()
        turn = turn % #requests + 1
        return requests[turn]
    end
end
