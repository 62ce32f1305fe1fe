-- Sends the lines of a file in turn: paths to get, or bodies to post to the graph.
local lines, at = {}, 0
for line in io.lines(os.getenv("LINES_OF")) do lines[#lines + 1] = line end
local graph = os.getenv("KIND") == "graphql"
local json = { ["Content-Type"] = "application/json", ["Accept"] = "application/json" }

function request()
    at = at % #lines + 1
    if graph then return wrk.format("POST", "/graphql", json, lines[at]) end
    return wrk.format("GET", lines[at])
end
