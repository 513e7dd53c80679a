// simdjson's own header is C++: Sources/CJSON includes it, nothing else does.
