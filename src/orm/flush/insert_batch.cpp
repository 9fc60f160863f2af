// SPDX-License-Identifier: MIT
#include "orm/flush/insert_batch.hpp"
#include "athanor/base/error.hpp"
#include "athanor/engine/statement_tag.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/sql/statement.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

// One statement for 64 rows, then for 8, then for single ones: few texts, little left over.
constexpr std::size_t large_batch = 64;
constexpr std::size_t small_batch = 8;
constexpr std::size_t waiting_rows = 1024; // bounds the memory of a long run

bool key_is_missing(const Header* object) {
    auto* header = const_cast<Header*>(object);
    for (const Attribute* key : object->cls->keys)
        if (key->generated && !(word_of(header, *key) & word_bits::assigned)) return true;
    return false;
}

} // namespace

InsertBatch::InsertBatch(Connection& connection, const Capabilities& capabilities, FlushOutcome& outcome)
    : connection_(connection), capabilities_(capabilities), outcome_(outcome) {}

void InsertBatch::add(Header* object, const RowValues& values) {
    const bool generates = key_is_missing(object);
    if (!objects_.empty() &&
        (cls_ != object->cls || generates_ != generates || columns_ != values.columns ||
            objects_.size() == waiting_rows))
        run();
    if (objects_.empty()) {
        cls_ = object->cls;
        generates_ = generates;
        columns_ = values.columns;
    }
    objects_.push_back(object);
    cells_.insert(cells_.end(), values.cells.begin(), values.cells.end());
    kept_.take(scratch_);
}

bool InsertBatch::holds(const Header* object) const noexcept {
    return generates_ && cls_ == object->cls && !objects_.empty() && key_is_missing(object);
}

StatementKey InsertBatch::key_of(std::size_t rows) const {
    std::vector<std::uint64_t> words{static_cast<std::uint64_t>(StatementTag::insert),
        reinterpret_cast<std::uintptr_t>(cls_), rows << 1 | static_cast<std::size_t>(generates_)};
    words.insert(words.end(), columns_.begin(), columns_.end());
    return StatementKey(std::move(words));
}

std::string InsertBatch::text_of(std::size_t rows) const {
    std::vector<std::uint16_t> returning;
    if (generates_ && (rows > 1 || !capabilities_.last_insert_id)) returning.push_back(cls_->keys.front()->column);
    return compile_insert(*cls_->table, columns_, rows, returning, connection_.syntax());
}

void InsertBatch::run() {
    const std::size_t count = objects_.size();
    const std::size_t fits = columns_.empty() ? 0 : capabilities_.max_params / columns_.size();
    const bool batches = capabilities_.multi_row_insert && (!generates_ || capabilities_.returning);
    std::size_t done = 0;
    for (const std::size_t size : {large_batch, small_batch})
        while (batches && fits >= size && count - done >= size) {
            write_many(done, size);
            done += size;
        }
    for (; done < count; ++done) write_one(done);
    objects_.clear();
    cells_.clear();
    kept_.clear(); // not the scratch: a row with texts in it may be about to be added
}

void InsertBatch::write_one(std::size_t row) {
    Cursor cursor = connection_.execute(
        key_of(1), [&] { return text_of(1); }, cells_of(row), columns_.size());
    if (!generates_) return;
    if (capabilities_.last_insert_id) return take_key(objects_[row], Cell::of(connection_.last_insert_id()));
    if (!cursor.next())
        throw FlushError("the database returned no key for the new row in table " + cls_->table->name());
    take_key(objects_[row], cursor.row()[0]);
    cursor.next();
}

// Rows come back in any order; keys are given in the order of VALUES, so they are matched by size.
void InsertBatch::write_many(std::size_t first, std::size_t rows) {
    Cursor cursor = connection_.execute(
        key_of(rows), [&] { return text_of(rows); }, cells_of(first), rows * columns_.size());
    if (!generates_) return;
    std::vector<std::int64_t> keys;
    keys.reserve(rows);
    while (cursor.next()) keys.push_back(cursor.row()[0].integer);
    if (keys.size() != rows)
        throw FlushError("the database returned " + std::to_string(keys.size()) + " keys for " + std::to_string(rows) +
            " new rows in table " + cls_->table->name());
    std::ranges::sort(keys);
    for (std::size_t i = 0; i < rows; ++i) take_key(objects_[first + i], Cell::of(keys[i]));
}

void InsertBatch::take_key(Header* object, const Cell& key) {
    const Attribute& attribute = *cls_->keys.front();
    if (!attribute.type->load(field_of(object, attribute), key))
        throw DecodeError("the key " + to_string(key) + " of a new row in table " + cls_->table->name() +
            " does not fit " + cls_->name + "::" + attribute.name + " (" + attribute.type->name + ")");
    word_of(object, attribute) |= word_bits::assigned;
    outcome_.generated.push_back(object);
}

} // namespace athanor::kernel
