// SPDX-License-Identifier: MIT
#include "backends/sqlite/options.hpp"
#include "athanor/base/error.hpp"
#include "backends/sqlite/handles.hpp"
#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>

namespace athanor::kernel::sqlite {
namespace {

struct Known {
    std::string_view name;
    std::string_view values; ///< separated by blanks; empty: a number from 0 up
    bool pragma;
};

constexpr Known known[] = {
    {"busy_timeout", "", false},
    {"defensive", "on off", false},
    {"foreign_keys", "on off", true},
    {"journal_mode", "delete truncate persist memory wal off", true},
    {"mode", "ro rw rwc", false},
    {"private", "0 1", false},
    {"synchronous", "off normal full extra", true},
    {"transaction", "deferred immediate exclusive", false},
};

[[noreturn]] void refuse_name(std::string_view name) {
    std::string names;
    for (const auto& option : known) names.append(names.empty() ? "" : ", ").append(option.name);
    throw ValueError("sqlite: unknown option '" + std::string(name) + "' in the URL; there are: " + names);
}

[[noreturn]] void refuse_value(const Known& option, std::string_view value) {
    const auto values = option.values.empty() ? "a number of milliseconds" : "one of: " + std::string(option.values);
    throw ValueError("sqlite: the option " + std::string(option.name) + " is '" + std::string(value) +
        "' in the URL; it must be " + values);
}

const Known& find(std::string_view name) {
    for (const auto& option : known)
        if (option.name == name) return option;
    refuse_name(name);
}

bool is_listed(std::string_view values, std::string_view value) {
    while (!values.empty()) {
        const auto word = values.substr(0, values.find(' '));
        if (word == value) return true;
        values.remove_prefix(std::min(values.size(), word.size() + 1));
    }
    return false;
}

int number(const Known& option, std::string_view value) {
    int result = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), result);
    if (error != std::errc() || end != value.data() + value.size() || result < 0) refuse_value(option, value);
    return result;
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return static_cast<char>(c & ~0x20); });
    return text;
}

int flags_of(std::string_view mode) {
    if (mode == "ro") return SQLITE_OPEN_READONLY;
    return mode == "rw" ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
}

} // namespace

Options::Options(const Url& url)
    : open_flags(flags_of("rwc")), pragmas("PRAGMA foreign_keys=ON;PRAGMA trusted_schema=OFF;") {
    for (const auto& [name, value] : url.options) {
        const auto& option = find(name);
        if (option.values.empty())
            busy_timeout = number(option, value);
        else if (!is_listed(option.values, value))
            refuse_value(option, value);
        if (option.pragma) pragmas += "PRAGMA " + name + "=" + value + ";";
        if (name == "mode") open_flags = flags_of(value);
        if (name == "defensive") defensive = value == "on";
        if (name == "private") private_memory = value == "1";
        if (name == "transaction") begin = "BEGIN " + upper(value);
        if (name == "journal_mode") journal_mode = value;
    }
    if (private_memory && !url.memory) throw ValueError("sqlite: the option private is for sqlite:// only");
    if (url.memory && url.option("mode")) throw ValueError("sqlite: the option mode is for files only");
}

} // namespace athanor::kernel::sqlite
