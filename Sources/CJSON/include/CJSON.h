#pragma once

// A JSON text as one flat array of nodes in source order, each with its place in the source.
//
// The array is what Swift reads: no object per value, no string copied, and the offset of every
// value is kept so that an error can name its line and column. The work of finding the structure
// is simdjson's (On-Demand API).

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a node is.
enum {
    CJSON_NULL = 0,
    CJSON_FALSE = 1,
    CJSON_TRUE = 2,
    CJSON_NUMBER = 3,
    CJSON_STRING = 4,
    CJSON_ARRAY = 5,
    CJSON_OBJECT = 6,
};

/// One value or key.
///
/// A container is followed by its contents; `next` is the index of the first node after them. The
/// contents of an object are key (a string node), value, key, value and so on.
typedef struct CJSONNode {
    /// Where the text begins: for a string the byte after the opening quote, for a container its
    /// bracket.
    uint32_t offset;
    /// Of a scalar: bytes of text (of a string without its quotes). Of a container: its members.
    uint32_t length;
    /// Index of the node that follows this one and all that is in it.
    uint32_t next;
    /// One of the CJSON_ constants.
    uint8_t kind;
    /// Of a string: whether it holds a backslash, so that its text is not its value.
    uint8_t escaped;
} CJSONNode;

/// Where and why a text is not JSON.
typedef struct CJSONFailure {
    /// Offset of the offending byte; the size of the text if it ends too early.
    uint32_t offset;
    /// A sentence fragment with static storage, e.g. "a comma or } after a member".
    const char *expected;
} CJSONFailure;

/// A reusable parser: its buffers grow to the largest text and stay.
typedef struct CJSONParser CJSONParser;

/// Bytes that must be readable (with any content) after a text.
size_t cjson_padding(void);

CJSONParser *cjson_create(void);
void cjson_destroy(CJSONParser *parser);

/// Parses `length` bytes at `text`, which `cjson_padding()` further readable bytes follow.
///
/// Returns true and sets `nodes` and `count`, or returns false and fills in `failure`. The nodes
/// live until the next call with the same parser.
bool cjson_parse(
    CJSONParser *parser, const char *text, size_t length, const CJSONNode **nodes, size_t *count,
    CJSONFailure *failure);

#ifdef __cplusplus
}
#endif
