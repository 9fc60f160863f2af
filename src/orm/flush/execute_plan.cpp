// SPDX-License-Identifier: MIT
#include "orm/flush/execute_plan.hpp"
#include "athanor/base/error.hpp"
#include "athanor/engine/statement_tag.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/sql/statement.hpp"
#include "orm/flush/insert_batch.hpp"
#include "orm/flush/row_values.hpp"
#include "orm/instance/attribute_write.hpp"
#include "orm/instance/identity.hpp"
#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>

namespace athanor::kernel {
namespace {

class Executor {
public:
    Executor(FlushPlan& plan, Connection& connection, const Capabilities& capabilities, FlushOutcome& outcome)
        : plan_(plan), connection_(connection), outcome_(outcome), inserts_(connection, capabilities, outcome) {}

    void run() {
        read_first();
        if (plan_.deletes_first) clear_the_way();
        delete_rows(0, plan_.deletes_first);
        park_rows();
        const ClassInfo* cls = nullptr;
        for (const RowCommand& row : plan_.saves) {
            if (row.object->cls != cls) fill_members(cls = row.object->cls);
            save(row);
        }
        inserts_.run();
        refuse_circle(plan_.save_circle);
        fill_members(nullptr);
        for (const RowCommand& row : plan_.late) update(row);
        if (!plan_.deletes_first) write_links(false);
        write_links(true);
        if (!plan_.deletes_first) drop_late_references();
        delete_rows(plan_.deletes_first, plan_.deletes.size());
        refuse_circle(plan_.delete_circle);
    }

private:
    // Whose row is gone is found before anything is written. Objects that are given a key themselves wait: what is
    // written to them is not compared with what a read would bring.
    void read_first() {
        boost::unordered_flat_set<const Header*> written;
        const auto is_written = [&](const Header* object) {
            if (written.empty())
                for (const RowCommand& row : plan_.saves)
                    if (row.first_sync != no_sync && is_expired(row.object)) written.insert(row.object);
            return written.contains(object);
        };
        for (const RowCommand& row : plan_.saves)
            for (std::uint32_t i = row.first_sync; i != no_sync; i = plan_.syncs[i].next)
                if (Header* source = plan_.syncs[i].source; source && is_expired(source) && !is_written(source))
                    wake(source);
    }

    void write_links(bool insert) {
        for (const LinkCommand& link : plan_.links)
            if (link.insert == insert) write_link(link);
    }

    void drop_late_references() {
        for (const RowCommand& row : plan_.early) update(row);
    }

    // Nothing refers to the rows that go first.
    void clear_the_way() {
        write_links(false);
        drop_late_references();
    }

    void delete_rows(std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) erase(plan_.deletes[i]);
    }

    static void refuse_circle(const std::string& circle) {
        if (!circle.empty()) throw CircularDependencyError(circle);
    }

    void save(const RowCommand& row) {
        if (waits_for_key(row)) inserts_.run();
        if (row.verb == RowVerb::update) {
            inserts_.run();
            return update(row);
        }
        wake_sources(row);
        apply_syncs(row, plan_, extra_, inserts_.scratch(), outcome_);
        insert_values(row, extra_, values_, inserts_.scratch());
        inserts_.add(row.object, values_);
    }

    // A key that flows into the row may belong to a row that is collected but not written yet.
    bool waits_for_key(const RowCommand& row) const {
        for (std::uint32_t i = row.first_sync; i != no_sync; i = plan_.syncs[i].next)
            if (plan_.syncs[i].source && inserts_.holds(plan_.syncs[i].source)) return true;
        return false;
    }

    std::vector<std::uint16_t> key_columns(const ClassInfo& cls) {
        std::vector<std::uint16_t> columns;
        for (const Attribute* key : cls.keys) columns.push_back(key->column);
        return columns;
    }

    // Members outside the session get their keys before the rows of their class are written; null: the rest.
    void fill_members(const ClassInfo* cls) {
        for (FillCommand& command : plan_.fills) {
            const bool known = !command.owner || has_identity(command.owner);
            if (command.done || (cls && !(known && command.member->cls == cls))) continue;
            fill(command);
            command.done = true;
        }
    }

    void fill(const FillCommand& command) {
        wake(command.owner);
        scratch_.clear();
        for (const auto& [owner_column, column] : command.relationship->join.on) {
            const Attribute* attribute = command.member->cls->showing(column);
            if (!attribute || (!command.owner && !std::ranges::count(command.relationship->cleared, column))) continue;
            const Attribute* key = command.owner ? command.owner->cls->showing(owner_column) : nullptr;
            write_attribute(command.member, *attribute,
                key ? key->type->store(field_of(command.owner, *key), scratch_) : Cell{}, scratch_);
            if (has_identity(command.member)) continue;
            // not a value that the program has set
            std::uint32_t& word = word_of(command.member, *attribute);
            word = (word & ~std::uint32_t(word_bits::dirty)) | word_bits::slow_write;
            if (key) outcome_.filled.push_back({command.member, attribute, command.owner});
        }
    }

    // What says which row is meant must be known to be right: an expired object is read first, and is missed here when
    // its row is gone.
    static void wake(Header* object) {
        if (object && is_expired(object)) before_read(&word_of(object, *object->cls->keys.front()));
    }

    void wake_sources(const RowCommand& row) {
        for (std::uint32_t i = row.first_sync; i != no_sync; i = plan_.syncs[i].next) wake(plan_.syncs[i].source);
    }

    void add_key(Header* object) {
        for (const Attribute* key : object->cls->keys) values_.cells.push_back(stored_key_cell(object, *key, scratch_));
    }

    [[noreturn]] void refuse_stale(const char* verb, const Header* object, std::int64_t rows) {
        throw StaleDataError(std::string(verb) + " of " + kernel::describe(object) + " in table " +
            object->cls->table->name() + " matched " + std::to_string(rows) +
            " rows instead of 1: somebody deleted the row or changed its key; roll back "
            "and load the object again");
    }

    void update(const RowCommand& row) {
        scratch_.clear();
        wake_sources(row);
        apply_syncs(row, plan_, extra_, scratch_, outcome_);
        if (row.before) {
            wake(row.before);
            insert_values(row, extra_, values_, scratch_);
            leave_out_same_values(row.before, values_, scratch_);
        } else {
            update_values(row, extra_, values_, scratch_);
            if (!values_.columns.empty()) wake(row.object);
        }
        if (!values_.columns.empty()) write_row(row.object);
    }

    // No list counts below 0, so those places are free.
    void park_rows() {
        std::int64_t place = 0;
        for (const RowCommand& row : plan_.saves) {
            if (!row.parked) continue;
            scratch_.clear();
            values_.columns = {row.parked->column};
            values_.cells = {Cell::of(--place)};
            write_row(row.object);
        }
    }

    // The values that were gathered.
    void write_row(Header* object) {
        const ClassInfo& cls = *object->cls;
        if (update_class_ != &cls || update_columns_ != values_.columns) {
            update_class_ = &cls;
            update_columns_ = values_.columns;
            std::vector<std::uint64_t> words{
                static_cast<std::uint64_t>(StatementTag::update), reinterpret_cast<std::uintptr_t>(&cls)};
            words.insert(words.end(), update_columns_.begin(), update_columns_.end());
            update_key_ = StatementKey(std::move(words));
        }
        add_key(object);
        Cursor cursor = connection_.execute(
            update_key_,
            [&] { return compile_update(*cls.table, update_columns_, key_columns(cls), connection_.syntax()); },
            values_.cells.data(), values_.cells.size());
        if (cursor.changes() != 1) refuse_stale("UPDATE", object, cursor.changes());
    }

    void erase(const RowCommand& row) {
        if (row.object->flags & row_deleted) return; // its deletion was committed: the key may be another's by now
        try {
            erase_row(row);
        } catch (Error& error) {
            error.add_context("while deleting " + describe(row.object));
            for (const LinkCommand& link : plan_.links)
                if (link.insert && (link.owner == row.object || link.member == row.object))
                    error.add_context("which is linked in this flush: " + describe(link.member) + " was put into " +
                        link.owner->cls->name + "::" + link.relationship->attribute->name + " of " +
                        describe(link.owner) + "; take it out, or do not delete it");
            throw;
        }
    }

    void erase_row(const RowCommand& row) {
        scratch_.clear();
        values_.clear();
        const ClassInfo& cls = *row.object->cls;
        wake(row.object);
        add_key(row.object);
        const StatementKey key = statement_key(StatementTag::erase, &cls);
        // no row is no error: it may have gone with another one (ON DELETE CASCADE), and gone is what was asked for
        connection_.execute(
            key, [&] { return compile_delete(*cls.table, key_columns(cls), connection_.syntax()); },
            values_.cells.data(), values_.cells.size());
    }

    void write_link(const LinkCommand& link) {
        const Relationship& relationship = *link.relationship;
        scratch_.clear();
        values_.clear();
        const auto add = [&](Header* object, std::uint16_t object_column, std::uint16_t column) {
            const Attribute& attribute = *object->cls->showing(object_column);
            values_.add(column, attribute.type->store(field_of(object, attribute), scratch_));
        };
        wake(link.owner);
        wake(link.member);
        for (const auto& [column, via] : relationship.join.on) add(link.owner, column, via);
        for (const auto& [via, column] : relationship.join.on_target) add(link.member, column, via);
        const StatementKey key =
            statement_key(link.insert ? StatementTag::insert : StatementTag::erase, &relationship, 1);
        const auto text = [&] {
            return link.insert ? compile_insert(*relationship.association, values_.columns, 1, {}, connection_.syntax())
                               : compile_delete(*relationship.association, values_.columns, connection_.syntax());
        };
        Cursor cursor = connection_.execute(key, text, values_.cells.data(), values_.cells.size());
        if (!link.insert && cursor.changes() != 1) refuse_stale("the link's DELETE", link.owner, cursor.changes());
    }

    FlushPlan& plan_;
    Connection& connection_;
    FlushOutcome& outcome_;
    InsertBatch inserts_;
    ScratchTexts scratch_;
    RowValues extra_, values_;
    const ClassInfo* update_class_ = nullptr;
    std::vector<std::uint16_t> update_columns_;
    StatementKey update_key_;
};

} // namespace

void execute_plan(FlushPlan& plan, Connection& connection, const Capabilities& capabilities, FlushOutcome& outcome) {
    Executor(plan, connection, capabilities, outcome).run();
}

} // namespace athanor::kernel
