// SPDX-License-Identifier: MIT
#include "athanor/typed/functions.hpp"
#include "athanor/sql/packed_values.hpp"
#include "athanor/sql/program.hpp"
#include "athanor/typed/query_functions.hpp"

namespace athanor::kernel {
namespace {

constexpr std::uint32_t longest_list = 100; // of values that are parameters of their own

Code packed(const Program& values) {
    std::string bytes;
    auto param = values.params.begin();
    for (const std::uint32_t value : values.words) pack(bytes, op_of(value) == Op::param ? param++->cell() : Cell());
    Code code;
    code.param(Value::blob(bytes));
    return code;
}

} // namespace

Code like_code(Code operand, Code pattern, char escape) {
    operand.append(std::move(pattern));
    operand.push(Op::like, static_cast<unsigned char>(escape));
    return operand;
}

// Many values are one parameter: no database has room for 40,000, and the statement is the same for any number.
Code in_code(Code operand, Code values, std::uint32_t count) {
    if (count > longest_list) {
        operand.append(packed(values.program()));
        operand.push(Op::in_list);
        return operand;
    }
    operand.append(std::move(values));
    operand.push(Op::in, count);
    return operand;
}

Code between_code(Code operand, Code low, Code high) {
    Code from_low = binary_code(Op::ge, operand, std::move(low));
    return combine_code(Op::and_, std::move(from_low), binary_code(Op::le, std::move(operand), std::move(high)));
}

Code call_code(std::string_view function, Code operands, std::uint32_t count) {
    operands.push(Op::function, function_number(function) | count << 12);
    return operands;
}

Code count_all_code() {
    Code code;
    code.push(Op::count_all);
    return code;
}

Code count_code(const Alias& alias) { return call_code("count", presence_code(alias), 1); }

namespace {

constexpr std::uint32_t most_arguments = 100; // SQLite takes 127

/// How many operands the last expression brings when it is taken apart, as the whole is not changed by that.
std::uint32_t take_apart(Code& code, bool same, std::uint32_t operands) {
    if (!same) return 1;
    code.pop();
    return operands;
}

} // namespace

// CASE in the ELSE of another is that CASE with more branches.
Code case_code(Code branches, std::uint32_t operands) {
    const std::uint32_t last = branches.program().words.back();
    const bool chain = operands % 2 == 1 && op_of(last) == Op::case_;
    branches.push(Op::case_, operands - 1 + take_apart(branches, chain, argument_of(last)));
    return branches;
}

Code coalesce_code(Code first, Code rest, std::uint32_t count) {
    const std::uint32_t last = first.program().words.back(), same = function_number("coalesce");
    const bool chain = op_of(last) == Op::function && (argument_of(last) & 0xfff) == same &&
        (argument_of(last) >> 12) + count <= most_arguments;
    const std::uint32_t operands = take_apart(first, chain, argument_of(last) >> 12);
    first.append(std::move(rest));
    return call_code("coalesce", std::move(first), operands + count);
}

Code boolean_code(Op op) {
    Code code;
    code.push(op, 0);
    return code;
}

Code exists_code(const Alias& alias, Code condition) {
    const auto chain = chain_of(alias);
    const Op op = condition.empty() ? Op::exists_any : Op::exists;
    const std::uint32_t source = condition.source(chain.data(), static_cast<std::uint32_t>(chain.size()));
    condition.push(op, source);
    return condition;
}

} // namespace athanor::kernel
