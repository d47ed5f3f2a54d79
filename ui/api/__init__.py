"""Open to other programs: the records of the command line over HTTP and over MCP, and what the server counts.

records      the shapes of what is asked and answered, for OpenAPI and for MCP
service      what may be asked: a visitor and a request in, a record of the machine interface out
application  the HTTP API at /api/v1, with its own documentation
guarding     what a request may not do, and what is said of it
metrics      what /metrics tells
mcp_server   the same service as tools of the Model Context Protocol
verb         `kaoping mcp`
"""
