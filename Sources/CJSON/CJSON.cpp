#include "CJSON.h"

#include <cstring>
#include <new>
#include <string_view>
#include <vector>

#include <simdjson.h>

using namespace simdjson;

struct CJSONParser {
    ondemand::parser parser;
    std::vector<CJSONNode> nodes;
};

namespace {

/// The deepest nesting that is followed; fixtures use eight levels.
constexpr int deepest = 128;

/// Walks a document once, front to back, as the On-Demand API demands, and writes its nodes.
struct Walk {
    const char *text;
    size_t length;
    std::vector<CJSONNode> &nodes;
    CJSONFailure &failure;

    bool fail(const char *at, const char *expected) {
        size_t offset = at == nullptr || at < text ? length : size_t(at - text);
        failure.offset = uint32_t(offset < length ? offset : length);
        failure.expected = expected;
        return false;
    }

    bool fail(size_t offset, const char *expected) { return fail(text + offset, expected); }

    /// simdjson stops behind what it did not like; the byte that is wrong is the next one in view.
    template <typename Located> bool failHere(Located &located, const char *expected) {
        const char *at = nullptr;
        if (located.current_location().get(at) != SUCCESS) { at = nullptr; }
        return fail(at, expected);
    }

    size_t open(const char *at, uint8_t kind) {
        nodes.push_back(CJSONNode{uint32_t(at - text), 0, 0, kind, 0});
        return nodes.size() - 1;
    }

    void close(size_t node, uint32_t members) {
        nodes[node].length = members;
        nodes[node].next = uint32_t(nodes.size());
    }

    void scalar(const char *at, size_t size, uint8_t kind, bool escaped) {
        nodes.push_back(CJSONNode{
            uint32_t(at - text), uint32_t(size), uint32_t(nodes.size() + 1), kind,
            uint8_t(escaped ? 1 : 0)});
    }

    /// A string whose first byte (after the quote) is at `at`: finds its closing quote.
    bool string(const char *at) {
        const char *end = text + length;
        const char *cursor = at;
        bool escaped = false;
        while (cursor < end) {
            if (*cursor == '"') {
                scalar(at, size_t(cursor - at), CJSON_STRING, escaped);
                return true;
            }
            if (*cursor == '\\') {
                escaped = true;
                cursor++;
            }
            cursor++;
        }
        return fail(at - 1, "a closing quote");
    }

    static bool isNumber(std::string_view token) {
        size_t i = 0;
        auto digits = [&] {
            size_t first = i;
            while (i < token.size() && token[i] >= '0' && token[i] <= '9') { i++; }
            return i > first;
        };
        if (i < token.size() && token[i] == '-') { i++; }
        size_t first = i;
        if (!digits() || (token[first] == '0' && i > first + 1)) { return false; }
        if (i < token.size() && token[i] == '.') {
            i++;
            if (!digits()) { return false; }
        }
        if (i < token.size() && (token[i] == 'e' || token[i] == 'E')) {
            i++;
            if (i < token.size() && (token[i] == '+' || token[i] == '-')) { i++; }
            if (!digits()) { return false; }
        }
        return i == token.size();
    }

    /// A value that is neither object, array nor string; `token` reaches to the next structure.
    bool atom(std::string_view token) {
        while (!token.empty() && strchr(" \t\r\n", token.back()) != nullptr) {
            token.remove_suffix(1);
        }
        if (token == "null") {
            scalar(token.data(), token.size(), CJSON_NULL, false);
        } else if (token == "true") {
            scalar(token.data(), token.size(), CJSON_TRUE, false);
        } else if (token == "false") {
            scalar(token.data(), token.size(), CJSON_FALSE, false);
        } else if (isNumber(token)) {
            scalar(token.data(), token.size(), CJSON_NUMBER, false);
        } else {
            return fail(token.data(), "a JSON value");
        }
        return true;
    }

    template <typename Value> bool object(Value &value, const char *at, int depth) {
        size_t node = open(at, CJSON_OBJECT);
        ondemand::object members;
        auto code = value.get_object().get(members);
        if (code == INCOMPLETE_ARRAY_OR_OBJECT) { return failAtBrackets(); }
        if (code != SUCCESS) { return failHere(value, "a member or }"); }
        uint32_t count = 0;
        for (auto member : members) {
            ondemand::field field;
            if (std::move(member).get(field) != SUCCESS) {
                return failHere(value, "a comma or } after a member, or \"key\": value");
            }
            if (!string(reinterpret_cast<const char *>(field.key().raw()))) { return false; }
            ondemand::value inner = field.value();
            if (!walk(inner, depth + 1)) { return false; }
            count++;
        }
        close(node, count);
        return true;
    }

    template <typename Value> bool array(Value &value, const char *at, int depth) {
        size_t node = open(at, CJSON_ARRAY);
        ondemand::array elements;
        auto code = value.get_array().get(elements);
        if (code == INCOMPLETE_ARRAY_OR_OBJECT) { return failAtBrackets(); }
        if (code != SUCCESS) { return failHere(value, "an element or ]"); }
        uint32_t count = 0;
        for (auto element : elements) {
            ondemand::value inner;
            if (std::move(element).get(inner) != SUCCESS) {
                return failHere(value, "a comma or ] after an element");
            }
            if (!walk(inner, depth + 1)) { return false; }
            count++;
        }
        close(node, count);
        return true;
    }

    template <typename Value> bool walk(Value &value, int depth) {
        const char *at = nullptr;
        if (value.current_location().get(at) != SUCCESS) { return fail(length, "a JSON value"); }
        if (depth > deepest) { return fail(at, "at most 128 levels of nesting"); }
        ondemand::json_type type;
        if (value.type().get(type) != SUCCESS) { return fail(at, "a JSON value"); }
        switch (type) {
        case ondemand::json_type::object: return object(value, at, depth);
        case ondemand::json_type::array: return array(value, at, depth);
        case ondemand::json_type::string: {
            std::string_view token;
            if (tokenOf(value).get(token) != SUCCESS) { return fail(at, "a string"); }
            if (!string(token.data() + 1)) { return false; }
            return consume(value);
        }
        case ondemand::json_type::number:
        case ondemand::json_type::boolean:
        case ondemand::json_type::null: break;
        }
        std::string_view token;
        if (tokenOf(value).get(token) != SUCCESS) { return fail(at, "a JSON value"); }
        return atom(token) && consume(value);
    }

    static simdjson_result<std::string_view> tokenOf(ondemand::value &value) {
        return simdjson_result<std::string_view>(value.raw_json_token());
    }
    static simdjson_result<std::string_view> tokenOf(ondemand::document &value) {
        return value.raw_json_token();
    }

    /// Nothing to do: an iterator steps over a scalar that was only looked at.
    template <typename Value> static bool consume(Value &) { return true; }

    /// Finds the bracket that is missing, too much or of the wrong kind.
    bool failAtBrackets() {
        char open[deepest];
        int depth = 0;
        for (size_t i = 0; i < length; i++) {
            char byte = text[i];
            if (byte == '"') {
                for (i++; i < length && text[i] != '"'; i++) {
                    if (text[i] == '\\') { i++; }
                }
            } else if (byte == '{' || byte == '[') {
                if (depth == deepest) { return fail(i, "at most 128 levels of nesting"); }
                open[depth++] = byte;
            } else if (byte == '}' || byte == ']') {
                if (depth == 0) { return fail(i, "a JSON value"); }
                depth--;
                if ((open[depth] == '{') != (byte == '}')) {
                    return fail(i, open[depth] == '{' ? "a member or }" : "an element or ]");
                }
                if (depth == 0) {
                    while (++i < length && strchr(" \t\r\n", text[i]) != nullptr) {}
                    return fail(i, "the end of the text");
                }
            }
        }
        return fail(length, depth > 0 && open[depth - 1] == '{' ? "a member or }" : "an element or ]");
    }

    /// Finds what simdjson's first stage refuses without naming a place.
    bool failSomewhere(error_code code) {
        if (code == EMPTY) { return fail(length, "a JSON value"); }
        if (code == UTF8_ERROR) {
            for (size_t i = 0; i < length;) {
                size_t size = 1;
                unsigned char lead = static_cast<unsigned char>(text[i]);
                if (lead >= 0xf0) { size = 4; }
                else if (lead >= 0xe0) { size = 3; }
                else if (lead >= 0xc0) { size = 2; }
                if (size > length - i || !validate_utf8(text + i, size)) {
                    return fail(i, "UTF-8");
                }
                i += size;
            }
        }
        size_t opening = 0;
        bool inside = false;
        for (size_t i = 0; i < length; i++) {
            if (inside && static_cast<unsigned char>(text[i]) < 0x20) {
                return fail(i, "no control character in a string (is a quote missing?)");
            }
            if (inside && text[i] == '\\') { i++; }
            else if (text[i] == '"') {
                inside = !inside;
                opening = i;
            }
        }
        if (inside) { return fail(opening, "a closing quote"); }
        return fail(length, "a JSON value");
    }
};

}  // namespace

extern "C" size_t cjson_padding(void) { return SIMDJSON_PADDING; }

extern "C" CJSONParser *cjson_create(void) { return new (std::nothrow) CJSONParser(); }

extern "C" void cjson_destroy(CJSONParser *parser) { delete parser; }

extern "C" bool cjson_parse(
    CJSONParser *parser, const char *text, size_t length, const CJSONNode **nodes, size_t *count,
    CJSONFailure *failure) {
    parser->nodes.clear();
    Walk walk{text, length, parser->nodes, *failure};
    if (length > UINT32_MAX - SIMDJSON_PADDING) {
        return walk.fail(size_t(0), "a text of less than 4 GiB");
    }
    ondemand::document document;
    auto code = parser->parser
                    .iterate(padded_string_view(text, length, length + SIMDJSON_PADDING))
                    .get(document);
    if (code != SUCCESS) { return walk.failSomewhere(code); }
    if (!walk.walk(document, 0)) { return false; }
    // Behind the value nothing may follow but space.
    const CJSONNode &top = parser->nodes[0];
    const char *rest = nullptr;
    if (top.kind >= CJSON_ARRAY) {
        if (document.current_location().get(rest) == SUCCESS) {
            return walk.fail(rest, "the end of the text");
        }
    } else {
        rest = text + top.offset + top.length + (top.kind == CJSON_STRING ? 1 : 0);
        while (rest < text + length && strchr(" \t\r\n", *rest) != nullptr) { rest++; }
        if (rest < text + length) { return walk.fail(rest, "the end of the text"); }
    }
    *nodes = parser->nodes.data();
    *count = parser->nodes.size();
    return true;
}
