// SPDX-License-Identifier: MIT
#include "athanor/typed/expression.hpp"
#include "athanor/base/error.hpp"
#include "athanor/sql/program.hpp"
#include <cmath>

namespace athanor::kernel {
namespace {

class OneText final : public Scratch {
public:
    std::string& text() override { return text_; }

private:
    std::string text_;
};

bool is_null(const Code& code) noexcept {
    const auto& words = code.program().words;
    return words.size() == 1 && op_of(words[0]) == Op::null;
}

} // namespace

Code column_code(const volatile std::uint32_t* word) {
    Code code;
    push_column(code, word);
    return code;
}

Code value_code(std::int64_t value) {
    Code code;
    code.param(Cell::of(value));
    return code;
}

Code value_code(double value) {
    if (std::isnan(value)) throw ValueError("NaN is no value of a database; compare with std::nullopt to find NULL");
    Code code;
    code.param(Cell::of(value));
    return code;
}

Code value_code(std::string_view value) {
    Code code;
    code.param(Cell::of(value));
    return code;
}

Code null_code() {
    Code code;
    code.push(Op::null);
    return code;
}

Code value_code(const void* value, const TypeOps& type) {
    std::string why;
    if (type.fits && !type.fits(value, why)) throw ValueError(why);
    OneText text;
    Code code;
    code.param(type.store(value, text));
    return code;
}

Code compare_code(Op op, Code left, Code right) {
    if (op == Op::eq || op == Op::ne) {
        const Op test = op == Op::eq ? Op::is_null : Op::is_not_null;
        if (is_null(right)) return unary_code(test, std::move(left));
        if (is_null(left)) return unary_code(test, std::move(right));
    }
    return binary_code(op, std::move(left), std::move(right));
}

Code binary_code(Op op, Code left, Code right) {
    left.append(std::move(right));
    left.push(op);
    return left;
}

Code combine_code(Op op, Code left, Code right) {
    left.combine(op, std::move(right));
    return left;
}

Code unary_code(Op op, Code operand) {
    operand.push(op);
    return operand;
}

Code rounded_code(Code number, int places) {
    number.append(value_code(std::int64_t{places}));
    number.push(Op::function, function_number("round") | 2u << 12);
    return number;
}

} // namespace athanor::kernel
