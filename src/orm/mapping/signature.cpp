// SPDX-License-Identifier: MIT
#include "orm/mapping/signature.hpp"
#include <algorithm>
#include <cctype>

namespace athanor::kernel {
namespace {

bool is_identifier(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$'; }
bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }

/// Walks over a signature and knows how deep in brackets and quotes it is.
class Walker {
public:
    explicit Walker(std::string_view text) : text_(text) {}
    bool at_end() const { return position_ >= text_.size(); }
    bool on_top() const { return open_.empty(); }
    std::size_t position() const { return position_; }
    char current() const { return text_[position_]; }

    /// Behind the current character, and behind a whole literal when one starts here.
    void step() {
        const char c = current();
        if (c == '"')
            skip_literal('"');
        else if (c == '\'' && is_character_literal())
            skip_literal('\'');
        else
            bracket(c);
        ++position_;
    }

private:
    void bracket(char c) {
        if (c == '(' || c == '[' || c == '{' || c == '<')
            open_.push_back(c);
        else if (c == '>')
            close_angle();
        else if (c == ')' || c == ']' || c == '}')
            close(c == ')' ? '(' : c == ']' ? '[' : '{');
    }
    // A `>` may also be part of `->` or a comparison.
    void close_angle() {
        const bool arrow = position_ > 0 && text_[position_ - 1] == '-';
        if (!arrow && !open_.empty() && open_.back() == '<') open_.pop_back();
    }
    // A `<` inside round brackets may have been a comparison, which is never closed.
    void close(char opening) {
        const auto found = open_.rfind(opening);
        if (found != std::string::npos) open_.resize(found);
    }
    bool is_character_literal() const {
        return text_.substr(position_ + 2, 1) == "'" || text_.substr(position_ + 1, 1) == "\\";
    }
    void skip_literal(char quote) {
        for (++position_; position_ + 1 < text_.size() && current() != quote; ++position_)
            if (current() == '\\') ++position_;
    }

    std::string_view text_;
    std::size_t position_ = 0;
    std::string open_;
};

/// The parts of the text between separators that are not in brackets.
std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> parts;
    std::size_t start = 0;
    Walker walker(text);
    while (!walker.at_end()) {
        if (walker.on_top() && separators.find(walker.current()) != separators.npos) {
            parts.push_back(text.substr(start, walker.position() - start));
            start = walker.position() + 1;
        }
        walker.step();
    }
    parts.push_back(text.substr(start));
    return parts;
}

/// The values of the template parameters: what stands behind the `=` signs between the last brackets.
std::vector<std::string_view> parameters(std::string_view signature) {
    auto start = signature.find("[with ");
    if (start == signature.npos) start = signature.find(" [");
    const auto end = signature.rfind(']');
    if (start == signature.npos || end == signature.npos || end < start + 2) return {};
    std::vector<std::string_view> values;
    for (std::string_view part : split(signature.substr(start + 2, end - start - 2), ";,")) {
        const auto equals = part.find(" = ");
        if (equals != part.npos) values.push_back(part.substr(equals + 3));
    }
    return values;
}

/// Whether the value is `{…}` or `<…>` from end to end.
bool is_pack(std::string_view value) {
    if (value.size() < 2 || (value.front() != '{' && value.front() != '<')) return false;
    Walker walker(value);
    do walker.step();
    while (!walker.at_end() && !walker.on_top());
    return walker.at_end();
}

std::string_view last_identifier(std::string_view element) {
    std::size_t end = element.size();
    while (end > 0 && !is_identifier(element[end - 1])) --end;
    std::size_t start = end;
    while (start > 0 && is_identifier(element[start - 1])) --start;
    return element.substr(start, end - start);
}

} // namespace

std::string_view class_in_signature(std::string_view signature) {
    const auto values = parameters(signature);
    const auto found = std::ranges::find_if_not(values, is_pack);
    return found == values.end() ? std::string_view{} : *found;
}

std::vector<std::string_view> members_in_signature(std::string_view signature) {
    std::vector<std::string_view> names;
    const auto values = parameters(signature);
    const auto pack = std::ranges::find_if(values, is_pack);
    if (pack == values.end() || pack->size() == 2) return names;
    for (std::string_view element : split(pack->substr(1, pack->size() - 2), ","))
        names.push_back(last_identifier(element));
    return names;
}

std::string_view without_namespaces(std::string_view full_name) {
    std::size_t start = 0;
    Walker walker(full_name);
    while (!walker.at_end()) {
        if (walker.on_top() && walker.current() == ':') start = walker.position() + 1;
        walker.step();
    }
    return full_name.substr(start);
}

bool is_local_to_its_file(std::string_view full_name) {
    for (std::string_view mark :
        {"{anonymous}", "(anonymous namespace)", "(anonymous class)", "<lambda", "_GLOBAL__N_"})
        if (full_name.find(mark) != full_name.npos) return true;
    return full_name.starts_with("ZL"); // the mangled name of a class inside a static function
}

std::string snake_case(std::string_view class_name) {
    std::string result;
    for (std::size_t i = 0; i < class_name.size(); ++i) {
        const char c = class_name[i];
        if (!is_identifier(c) || c == '_') {
            if (!result.empty() && result.back() != '_') result += '_';
            continue;
        }
        const bool after_lower = i > 0 && is_identifier(class_name[i - 1]) && !is_upper(class_name[i - 1]);
        const bool before_lower =
            i + 1 < class_name.size() && std::islower(static_cast<unsigned char>(class_name[i + 1])) != 0;
        if (is_upper(c) && !result.empty() && result.back() != '_' && (after_lower || before_lower)) result += '_';
        result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    while (!result.empty() && result.back() == '_') result.pop_back();
    return result;
}

} // namespace athanor::kernel
