// SPDX-License-Identifier: MIT
#include "athanor/sql/json_array.hpp"
#include "athanor/base/error.hpp"
#include <charconv>
#include <cmath>

namespace athanor::kernel {
namespace {

constexpr std::string_view digits = "0123456789ABCDEF";

template <class Number> void add_number(std::string& out, Number number) {
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, number).ptr;
    out.append(text, end);
}

// A number that looks like an integer would come back as one.
void add_real(std::string& out, double number) {
    if (!std::isfinite(number)) throw ValueError("infinity cannot stand in a list of more than 100 values");
    const std::size_t begin = out.size();
    add_number(out, number);
    if (out.find_first_of(".e", begin) == out.npos) out += ".0";
}

void add_text(std::string& out, std::string_view text) {
    out += '"';
    for (const char letter : text) {
        const auto code = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\') {
            out.append(1, '\\').append(1, letter);
        } else if (code < 0x20) {
            out.append("\\u00").append(1, digits[code >> 4]).append(1, digits[code & 15]);
        } else {
            out += letter;
        }
    }
    out += '"';
}

void add_blob(std::string& out, std::string_view bytes) {
    out += '"';
    for (const char byte : bytes) {
        const auto code = static_cast<unsigned char>(byte);
        out.append(1, digits[code >> 4]).append(1, digits[code & 15]);
    }
    out += '"';
}

} // namespace

std::string json_array(const std::vector<Value>& values) {
    std::string out = "[";
    for (const Value& value : values) {
        if (out.size() > 1) out += ',';
        switch (value.kind()) {
        case CellKind::null: out += "null"; break;
        case CellKind::integer: add_number(out, value.integer()); break;
        case CellKind::real: add_real(out, value.real()); break;
        case CellKind::text: add_text(out, value.text()); break;
        case CellKind::blob: add_blob(out, value.text()); break;
        }
    }
    return out += ']';
}

} // namespace athanor::kernel
