// SPDX-License-Identifier: MIT
#include "athanor/typed/expression.hpp"
#include "athanor/base/error.hpp"
#include "athanor/sql/table.hpp"
#include "sql/program.hpp"
#include <cmath>
#include <new>

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
    left.binary(op, std::move(right));
    return left;
}

Code combine_code(Op op, Code left, Code right) {
    left.combine(op, std::move(right));
    return left;
}

void refuse_for(const std::string& subject) {
    try {
        throw;
    } catch (const ValueError& error) {
        throw ValueError(subject + ": " + error.what());
    } catch (const Error&) {
        throw;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) { // from a codec
        throw ValueError(subject + ": " + error.what());
    }
}

void refuse_beside(const Code& column) {
    const Program& program = column.program();
    if (program.words.size() != 1 || op_of(program.words[0]) != Op::column)
        refuse_for("a value beside an expression of a query");
    const Table* table = program.sources[source_of(program.words[0])].table;
    if (!table) refuse_for("a value beside the column of a subquery");
    const auto number = static_cast<std::uint16_t>(number_of_column(program.words[0]));
    refuse_for("a value beside " + table->name() + "." + table->column(number).name);
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
