// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/engine/connection.hpp"
#include "athanor/orm/loading/fetching.hpp"
#include "athanor/orm/loading/output.hpp"
#include "athanor/sql/statement.hpp"
#include "orm/loading/context.hpp"
#include <vector>

namespace athanor::kernel {

/// The object with this key, from the database; null when there is no row. **Emits** one SELECT.
Header* load_by_key(const ClassInfo& cls, const Cell* key, const LoadContext& context);

/// Reads the expired (or deferred) columns of a persistent object again; false when its row is gone. **Emits** one
/// SELECT.
bool load_columns(Header* object, const LoadContext& context);
/// Reads these columns only.
bool load_columns(Header* object, const Attribute* const* attributes, std::size_t count, const LoadContext& context);

/// Brings a reference or collection of a persistent object into memory. **Emits** at most one SELECT.
void load_relationship(Header* owner, const Attribute& attribute, const LoadContext& context);

/// Brings a relationship of many objects, each given once, into memory, and gives those for which it did so; those that
/// have it keep it. **Emits** one SELECT per 500 owners.
std::vector<Header*> load_relationship(
    const std::vector<Header*>& owners, const Attribute& attribute, const LoadContext& context);

/// The members that the database has now, whatever is in memory. **Emits** one SELECT.
std::vector<Header*> fetch_members(Header* owner, const Attribute& attribute, const LoadContext& context);

/// The objects that a statement with one entity finds, and what is to be loaded with them. **Emits** one SELECT, and
/// one per 500 owners for each relationship that is not joined.
void load_entities(const ClassInfo& cls, const Program& program, const Fetching& fetching, const LoadContext& context,
    const ObjectSink& sink);

/// Loads what is to be loaded with these objects and did not come with their rows.
void load_steps(
    const ClassInfo& cls, const std::vector<Header*>& objects, const Fetching& fetching, const LoadContext& context);
/// The same, of which no query says anything.
void load_eager(const ClassInfo& cls, const std::vector<Header*>& objects, const LoadContext& context);

/// The objects of a statement whose rows have the members of relationships behind the columns of the entity.
/// Relationships that are in memory keep what they have. **Emits** one SELECT.
void load_joined(const ClassInfo& cls, const Program& program, const std::vector<JoinedPart>& joined,
    const LoadContext& context, const ObjectSink& sink);

/// Where in its rows the columns of each output begin.
std::vector<OutputRow::Place> places_of(const std::vector<Output>& outputs);

/// Gives the rows of the cursor, whose columns are those of the outputs.
void load_rows(
    const std::vector<Output>& outputs, Cursor cursor, const LoadContext& context, void* receiver, RowReceiver receive);

/// The objects of a cursor whose columns have the names of theirs, in any order; others are passed over.
/// **Throws** UsageError for a column that is not there.
std::vector<Header*> load_named(const ClassInfo& cls, Cursor cursor, const LoadContext& context);

} // namespace athanor::kernel
