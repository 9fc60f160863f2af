// SPDX-License-Identifier: MIT
#include "athanor/engine/url.hpp"
#include "athanor/base/error.hpp"
#include <algorithm>
#include <cctype>
#include <optional>

namespace athanor {
namespace {

constexpr std::string_view examples =
    "a URL looks like sqlite:// (in memory), sqlite:blog.db, sqlite:/var/lib/blog.db?busy_timeout=1000";

bool is_secret(std::string_view option) { return option == "password" || option == "passwd" || option == "pwd"; }

// Works on text that may be no URL at all, because the message about a wrong one must not show its password either.
std::string mask_user(std::string_view text) {
    const auto slashes = text.find("//");
    const auto at = text.rfind('@');
    if (slashes == text.npos || at == text.npos || at < slashes) return std::string(text);
    const auto colon = text.find(':', slashes);
    if (colon == text.npos || colon > at) return std::string(text);
    return std::string(text.substr(0, colon + 1)) + "***" + std::string(text.substr(at));
}

[[noreturn]] void refuse(std::string_view text, std::string_view why) {
    const auto shown = mask_user(text.substr(0, text.find('?')));
    throw ValueError("the URL '" + shown + "' " + std::string(why) + "; " + std::string(examples));
}

std::optional<int> hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return std::nullopt;
}

std::optional<char> escaped(std::string_view text, std::size_t at) {
    if (text[at] != '%' || at + 2 >= text.size()) return std::nullopt;
    const auto high = hex_digit(text[at + 1]);
    const auto low = hex_digit(text[at + 2]);
    if (!high || !low) return std::nullopt;
    return static_cast<char>(*high * 16 + *low);
}

std::string decode(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto character = escaped(text, at);
        out += character.value_or(text[at]);
        if (character) at += 2;
    }
    return out;
}

bool is_scheme(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '+' || c == '-' || c == '_';
    });
}

void parse_options(Url& url, std::string_view text, std::string_view whole) {
    while (!text.empty()) {
        const auto option = text.substr(0, text.find('&'));
        const auto equals = option.find('=');
        if (equals == 0 || equals == option.npos) refuse(whole, "has an option that is not name=value");
        url.options.emplace_back(decode(option.substr(0, equals)), decode(option.substr(equals + 1)));
        text.remove_prefix(std::min(text.size(), option.size() + 1));
    }
}

void parse_path(Url& url, std::string_view rest, std::string_view whole) {
    if (rest.empty()) refuse(whole, "names no database");
    url.memory = rest == "//" || rest == ":memory:";
    if (url.memory) return;
    // Three slashes mean a relative path to some and an absolute one to others: better none than the wrong file.
    if (url.engine == "sqlite" && rest.starts_with("//"))
        refuse(whole, "has a path behind '//'; write sqlite:relative.db or sqlite:/absolute.db");
    url.path = url.engine == "sqlite" ? decode(rest) : std::string(rest);
    if (url.path.find('\0') != url.path.npos) refuse(whole, "has a NUL byte in its path");
}

} // namespace

Url Url::parse(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == text.npos || !is_scheme(text.substr(0, colon))) refuse(text, "does not begin with an engine");
    const auto question = text.find('?');
    Url url;
    url.engine = text.substr(0, colon);
    if (question < colon) refuse(text, "does not begin with an engine");
    parse_path(url, text.substr(colon + 1, question == text.npos ? text.npos : question - colon - 1), text);
    if (question != text.npos) parse_options(url, text.substr(question + 1), text);
    return url;
}

std::string Url::masked() const {
    std::string out = mask_user(engine + ":" + (memory ? std::string("//") : path));
    char before = '?';
    for (const auto& [name, value] : options) {
        out += before + name + "=" + (is_secret(name) ? "***" : value);
        before = '&';
    }
    return out;
}

const std::string* Url::option(std::string_view name) const noexcept {
    const auto found = std::find_if(options.rbegin(), options.rend(), [&](const auto& o) { return o.first == name; });
    return found == options.rend() ? nullptr : &found->second;
}

} // namespace athanor
