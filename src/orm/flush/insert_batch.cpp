// SPDX-License-Identifier: MIT
#include "orm/flush/insert_batch.hpp"
#include "athanor/base/error.hpp"
#include "athanor/engine/statement_tag.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/sql/statement.hpp"
#include <algorithm>
#include <limits>

namespace athanor::kernel {
namespace {

// One statement for 256 rows, then for 32, and so on: few texts, little left over.
constexpr std::size_t batch_sizes[] = {256, 32, 8};
constexpr std::size_t leading_rows = 2; // written alone where keys are counted
constexpr std::size_t fewest_to_count = leading_rows + 8;
constexpr std::size_t waiting_rows = leading_rows + 4 * 256; // bounds the memory of a long run

std::uint8_t missing_keys(const Header* object) {
    std::uint8_t missing = 0, bit = 1;
    for (const Attribute* key : object->cls->keys) {
        if (left_to_database(object, *key)) missing |= bit;
        bit = static_cast<std::uint8_t>(bit << 1);
    }
    return missing;
}

} // namespace

InsertBatch::InsertBatch(Connection& connection, const Capabilities& capabilities, FlushOutcome& outcome)
    : connection_(connection), capabilities_(capabilities), outcome_(outcome) {}

void InsertBatch::add(Header* object, const RowValues& values) {
    const std::uint8_t missing = missing_keys(object);
    if (!objects_.empty() &&
        (cls_ != object->cls || missing_ != missing || columns_ != values.columns || objects_.size() == waiting_rows))
        run();
    if (objects_.empty()) {
        cls_ = object->cls;
        missing_ = missing;
        columns_ = values.columns;
    }
    objects_.push_back(object);
    cells_.insert(cells_.end(), values.cells.begin(), values.cells.end());
    kept_.take(scratch_);
}

bool InsertBatch::holds(const Header* object) const noexcept {
    return missing_ && cls_ == object->cls && !objects_.empty() && missing_keys(object);
}

StatementKey InsertBatch::key_of(std::size_t rows) const {
    std::vector<std::uint64_t> words{static_cast<std::uint64_t>(StatementTag::insert),
        reinterpret_cast<std::uintptr_t>(cls_), rows << 3 | static_cast<std::size_t>(keys_)};
    words.insert(words.end(), columns_.begin(), columns_.end());
    return StatementKey(std::move(words));
}

std::string InsertBatch::text_of(std::size_t rows) const {
    std::vector<std::uint16_t> returning;
    if (keys_ == Keys::returned || keys_ == Keys::defaults)
        for (const Attribute* key : given_keys()) returning.push_back(key->column);
    return compile_insert(*cls_->table, columns_, rows, returning, connection_.syntax());
}

void InsertBatch::run() {
    const std::size_t count = objects_.size();
    if (count == 0) return;
    keys_ = way_to_keys();
    const Keys single = keys_;
    std::size_t done = 0;
    if (single == Keys::asked && capabilities_.multi_row_insert && count >= fewest_to_count) {
        if (write_leading()) keys_ = Keys::counted;
        done = leading_rows;
    }
    const std::size_t fits = rows_at_once();
    for (const std::size_t size : batch_sizes)
        for (; fits >= size && count - done >= size; done += size) write_many(done, size);
    keys_ = single;
    for (; done < count; ++done) write_one(done);
    objects_.clear();
    cells_.clear();
    kept_.clear(); // not the scratch: a row with texts in it may be about to be added
}

std::vector<const Attribute*> InsertBatch::given_keys() const {
    std::vector<const Attribute*> keys;
    for (std::size_t i = 0; i < cls_->keys.size(); ++i)
        if (missing_ >> i & 1) keys.push_back(cls_->keys[i]);
    return keys;
}

InsertBatch::Keys InsertBatch::way_to_keys() const {
    if (!missing_) return Keys::given;
    if (!cls_->keys.front()->generated) return Keys::defaults; // only a key of one attribute is generated
    return capabilities_.last_insert_id ? Keys::asked : Keys::returned;
}

std::size_t InsertBatch::rows_at_once() const noexcept {
    if (columns_.empty() || !capabilities_.multi_row_insert || keys_ == Keys::asked || keys_ == Keys::defaults)
        return 1;
    if (keys_ == Keys::returned && !capabilities_.returning) return 1;
    return capabilities_.max_params / columns_.size();
}

// Writes the row to count from, and one more. Its key shows whether keys follow each other: they are drawn at random
// once the largest possible one is taken.
bool InsertBatch::write_leading() {
    write_one(0);
    const std::int64_t first = last_key_;
    write_one(1);
    const bool ordinary = first > 0 && first < std::numeric_limits<std::int64_t>::max() / 2;
    const Table& table = *cls_->table;
    return ordinary && last_key_ == first + 1 && table.schema().empty() && connection_.consecutive_keys(table.name());
}

void InsertBatch::write_one(std::size_t row) {
    Cursor cursor = connection_.execute(
        key_of(1), [&] { return text_of(1); }, cells_of(row), columns_.size());
    if (keys_ == Keys::returned) return take_returned(row, 1, cursor);
    if (keys_ == Keys::defaults) return take_defaults(row, cursor);
    if (keys_ == Keys::given) return;
    if (cursor.changes() != 1) rows_left_out(1, cursor.changes()); // the last key would be another row's
    last_key_ = connection_.last_insert_id();
    take_key(objects_[row], *cls_->keys.front(), Cell::of(last_key_));
}

void InsertBatch::write_many(std::size_t first, std::size_t rows) {
    Cursor cursor = connection_.execute(
        key_of(rows), [&] { return text_of(rows); }, cells_of(first), rows * columns_.size());
    if (keys_ == Keys::counted) take_counted(first, rows, cursor.changes());
    if (keys_ == Keys::returned) take_returned(first, rows, cursor);
}

void InsertBatch::rows_left_out(std::size_t rows, std::int64_t changes) const {
    throw FlushError("an INSERT into table " + cls_->table->name() + " wrote " + std::to_string(changes) + " of " +
        std::to_string(rows) +
        " rows, so that objects have none: a constraint with ON CONFLICT IGNORE or a trigger leaves rows out; make it "
        "fail instead, or give the objects their keys");
}

// What was promised is checked: no row was left out, and none came between.
void InsertBatch::take_counted(std::size_t first, std::size_t rows, std::int64_t changes) {
    const auto count = static_cast<std::int64_t>(rows);
    const std::int64_t last = connection_.last_insert_id();
    if (changes != count) rows_left_out(rows, changes);
    if (last != last_key_ + count)
        throw FlushError("the keys of " + std::to_string(rows) + " new rows in table " + cls_->table->name() +
            " do not follow each other: after " + std::to_string(last_key_) + " they end with " + std::to_string(last) +
            "; give the objects their keys");
    for (std::size_t i = 0; i < rows; ++i) take_key(objects_[first + i], *cls_->keys.front(), Cell::of(++last_key_));
}

// Rows come back in any order; keys are given in the order of VALUES, so they are matched by size.
void InsertBatch::take_returned(std::size_t first, std::size_t rows, Cursor& cursor) {
    std::vector<Value> keys;
    keys.reserve(rows);
    while (cursor.next()) keys.emplace_back(cursor.row()[0]);
    if (keys.size() != rows)
        throw FlushError("the database returned " + std::to_string(keys.size()) + " keys for " + std::to_string(rows) +
            " new rows in table " + cls_->table->name());
    if (rows > 1) std::ranges::sort(keys, {}, &Value::integer);
    for (std::size_t i = 0; i < rows; ++i) take_key(objects_[first + i], *cls_->keys.front(), keys[i].cell());
}

void InsertBatch::take_defaults(std::size_t row, Cursor& cursor) {
    if (!cursor.next()) rows_left_out(1, 0);
    std::size_t column = 0;
    for (const Attribute* key : given_keys()) take_key(objects_[row], *key, cursor.row()[column++]);
}

void InsertBatch::take_key(Header* object, const Attribute& attribute, const Cell& key) {
    if (!attribute.type->load(field_of(object, attribute), key))
        throw DecodeError("the key " + to_string(key) + " of a new row in table " + cls_->table->name() +
            " does not fit " + cls_->name + "::" + attribute.name + " (" + attribute.type->name + ")");
    std::uint32_t& word = word_of(object, attribute);
    word = (word & ~std::uint32_t(word_bits::slow_read)) | word_bits::assigned;
    if (outcome_.given.empty() || outcome_.given.back().object != object) outcome_.given.push_back({object, missing_});
}

} // namespace athanor::kernel
