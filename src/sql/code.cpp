// SPDX-License-Identifier: MIT
#include "athanor/base/error.hpp"
#include "athanor/sql/program.hpp"
#include "sql/program.hpp"
#include "sql/program_pool.hpp"
#include <algorithm>
#include <cassert>

namespace athanor::kernel {
namespace {

constinit const Program nothing;
constexpr std::uint32_t shallow = 8; // levels that a person writes and wants to read in that order

bool is_operand(Op op) { return op == Op::column || op == Op::param || op == Op::null; }
bool is_symmetric(Op op) { return op == Op::add || op == Op::mul || op == Op::eq || op == Op::ne; }

} // namespace

Code::Code(Program&& program) : Code() { own() = std::move(program); }

Code::Code(const Code& other) : Code() {
    if (other.program_) join(own(), *other.program_);
}

Code& Code::operator=(const Code& other) {
    if (this != &other) *this = Code(other);
    return *this;
}

const Program& Code::program() const noexcept { return program_ ? *program_ : nothing; }

void Code::recycle() noexcept { give_back(std::exchange(program_, nullptr)); }

bool Code::empty() const noexcept { return !program_ || program_->words.empty(); }

Program& Code::own() {
    if (!program_) program_ = take_program();
    return *program_;
}

void Code::push(Op op, std::uint32_t argument) {
    if (argument >= 1u << 24) throw UsageError("an expression is larger than its words can say");
    own().words.push_back(word(op, argument));
    program_->depth += is_operand(op) ? 0 : 1;
}

void Code::pop() {
    own().words.pop_back();
    --program_->depth;
}

void Code::raw(std::uint32_t word) { own().words.push_back(word); }

void Code::column(const Source* chain, std::uint32_t length, std::uint16_t column) {
    const std::uint32_t number = source(chain, length);
    push(Op::column, column_argument(number, column));
}

void Code::columns(const Source* chain, std::uint32_t length, const ColumnList* list) {
    const std::uint32_t number = source(chain, length);
    const std::uint64_t address = reinterpret_cast<std::uintptr_t>(list);
    auto& words = own().words;
    words.insert(words.end(),
        {word(Op::columns, number), static_cast<std::uint32_t>(address), static_cast<std::uint32_t>(address >> 32)});
}

void Code::param(const Cell& value) {
    if (value.is_null()) return push(Op::null);
    own().params.emplace_back(value);
    push(Op::param);
}

void Code::param(Value value) {
    if (value.is_null()) return push(Op::null);
    own().params.push_back(std::move(value));
    push(Op::param);
}

std::uint32_t Code::source(const Source* chain, std::uint32_t length) {
    auto& sources = own().sources;
    if (length == 1) return find_or_add(sources, chain[0]); // a root has no parent
    std::uint32_t parent = Source::none;
    for (std::uint32_t i = 0; i < length; ++i) {
        Source wanted = chain[i];
        wanted.parent = parent;
        parent = find_or_add(sources, wanted);
    }
    return parent;
}

void Code::append(Code&& other) {
    if (!other.program_) return;
    if (!program_) {
        program_ = std::exchange(other.program_, nullptr);
    } else {
        join(*program_, std::move(*other.program_));
        other.recycle();
    }
}

void Code::append(const Code& other) {
    if (&other == this) return append(Code(other));
    if (other.program_) join(own(), *other.program_);
}

namespace {

// How many operands of `op` an expression brings, with the word that counts them taken away.
std::uint32_t take_operands(Program& program, Op op) {
    const std::uint32_t last = program.words.back();
    if (op_of(last) != op) return 1;
    program.words.pop_back();
    return argument_of(last);
}

} // namespace

void Code::combine(Op and_or, Code&& other) {
    assert(and_or == Op::and_ || and_or == Op::or_);
    if (other.empty()) return;
    if (empty()) {
        std::swap(program_, other.program_);
        return;
    }
    if (other.is_deeper_than(*this)) std::swap(program_, other.program_);
    const std::uint32_t left = take_operands(*program_, and_or), right = take_operands(*other.program_, and_or);
    const std::uint32_t depth =
        std::max(program_->depth + (left == 1 ? 1 : 0), other.program_->depth + (right == 1 ? 1 : 0));
    append(std::move(other));
    push(and_or, left + right);
    program_->depth = depth;
}

void Code::binary(Op op, Code&& other) {
    if (is_symmetric(op) && other.is_deeper_than(*this)) std::swap(program_, other.program_);
    append(std::move(other));
    push(op);
}

bool Code::is_deeper_than(const Code& other) const noexcept {
    return program().depth > other.program().depth + shallow;
}

} // namespace athanor::kernel
