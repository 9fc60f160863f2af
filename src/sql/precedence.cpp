// SPDX-License-Identifier: MIT
#include "sql/precedence.hpp"

namespace athanor::kernel {

Precedence precedence_of(std::uint32_t code) noexcept {
    switch (op_of(code)) {
    // Without operands they are printed as the comparisons 1 = 1 and 1 = 0.
    case Op::or_: return argument_of(code) == 0 ? Precedence::comparison : Precedence::or_;
    case Op::and_: return argument_of(code) == 0 ? Precedence::comparison : Precedence::and_;
    case Op::not_: return Precedence::not_;
    case Op::eq:
    case Op::ne:
    case Op::lt:
    case Op::le:
    case Op::gt:
    case Op::ge:
    case Op::like:
    case Op::in:
    case Op::in_list:
    case Op::in_select:
    case Op::is_null:
    case Op::is_not_null: return Precedence::comparison;
    case Op::concat: return Precedence::concat;
    case Op::add:
    case Op::sub: return Precedence::sum;
    case Op::mul:
    case Op::div:
    case Op::mod: return Precedence::product;
    case Op::neg: return Precedence::sign;
    default: return Precedence::atom;
    }
}

std::string_view infix(Op op) noexcept {
    switch (op) {
    case Op::eq: return " = ";
    case Op::ne: return " <> ";
    case Op::lt: return " < ";
    case Op::le: return " <= ";
    case Op::gt: return " > ";
    case Op::ge: return " >= ";
    case Op::like: return " LIKE ";
    case Op::add: return " + ";
    case Op::sub: return " - ";
    case Op::mul: return " * ";
    case Op::div: return " / ";
    case Op::mod: return " % ";
    case Op::concat: return " || ";
    default: return {};
    }
}

} // namespace athanor::kernel
