// SPDX-License-Identifier: MIT
#include "athanor/typed/mapped.hpp"
#include "athanor/base/error.hpp"
#include "athanor/orm/instance/members.hpp"

namespace athanor::kernel {
namespace {

/// "User.age", or "The value" of a free-standing one.
std::string subject(const std::uint32_t* word) {
    if (!word || (*word & word_bits::bound) == 0) return "The attribute";
    const Attribute& attribute = attribute_of_word(word);
    return attribute.cls->name + '.' + attribute.name;
}

std::string integer_name(std::uint32_t bits, bool sign) {
    return std::to_string(bits) + (sign ? "-bit integer" : "-bit unsigned integer");
}

} // namespace

void out_of_range(const std::uint32_t* word, std::uint64_t value, bool negative, std::uint32_t bits, bool sign) {
    const std::string number = negative ? std::to_string(static_cast<std::int64_t>(value)) : std::to_string(value);
    throw ValueError(subject(word) + " cannot hold " + number + ": it is a " + integer_name(bits, sign));
}

void overflow(const std::uint32_t* word, char operation, std::uint32_t bits, bool sign) {
    std::string what = "the result";
    switch (operation) {
    case '+': what = "the sum"; break;
    case '-': what = "the difference"; break;
    case '*': what = "the product"; break;
    default: what = "a division by zero, or its result"; break;
    }
    throw ValueError(subject(word) + " cannot hold " + what + ": it is a " + integer_name(bits, sign));
}

void refuse_move(const std::uint32_t* word) {
    if ((*word & (word_bits::bound | word_bits::alias)) == 0) return;
    throw UsageError("An object of class " + header_of_word(word)->cls->name +
        " that the library manages cannot be moved; keep its Ref, or copy its values with clone()");
}

} // namespace athanor::kernel
