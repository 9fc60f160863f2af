// SPDX-License-Identifier: MIT
#include "athanor/typed/functions.hpp"

namespace athanor::kernel {

Code like_code(Code operand, Code pattern, char escape) {
    operand.append(std::move(pattern));
    operand.push(Op::like, static_cast<unsigned char>(escape));
    return operand;
}

Code in_code(Code operand, Code values, std::uint32_t count) {
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

Code exists_code(const Alias& alias, Code condition) {
    const auto chain = chain_of(alias);
    const Op op = condition.empty() ? Op::exists_any : Op::exists;
    const std::uint32_t source = condition.source(chain.data(), static_cast<std::uint32_t>(chain.size()));
    condition.push(op, source);
    return condition;
}

} // namespace athanor::kernel
