// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"
#include <cstdint>
#include <string>
#include <vector>

namespace athanor::kernel {

/// A column of a row that takes the key of another object when the row is written; a null source writes NULL.
struct Sync {
    Header* source;
    std::uint16_t column;
    std::uint16_t source_column;
    std::uint32_t next; ///< the next sync of the same row, or none
    bool fixed = false; ///< the row has the value already, as part of its own key, and keeps it
};
inline constexpr std::uint32_t no_sync = ~0u;

enum class RowVerb : std::uint8_t { insert, update, erase };

struct RowCommand {
    Header* object;
    RowVerb verb;
    const char* reason; ///< why, for people
    std::uint32_t first_sync = no_sync;
    std::uint32_t last_sync = no_sync;
    Header* before = nullptr; ///< an update for a new object: the deleted one whose row it takes over
    /// The place that the row gives up before all others are written, as they pass unique places round in a circle. Its
    /// own turn writes the real one, changed or not.
    const Attribute* parked = nullptr;
};

/// A row of an association table.
struct LinkCommand {
    const Relationship* relationship;
    Header* owner;
    Header* member;
    bool insert;
};

/// A member outside the session: no row is written, but its foreign key says whom it belongs to (null owner: to
/// nobody).
struct FillCommand {
    const Relationship* relationship;
    Header* owner;
    Header* member;
    bool done = false;
};

/// What a flush will write, in order; pure data.
struct FlushPlan {
    std::vector<RowCommand> saves;   ///< inserts and updates, owners before what refers to them
    std::vector<RowCommand> late;    ///< updates of post_update references, when all rows exist
    std::vector<LinkCommand> links;  ///< deletes before inserts
    std::vector<RowCommand> early;   ///< post_update references set to NULL before rows go
    std::vector<RowCommand> deletes; ///< what refers to others first
    std::vector<FillCommand> fills;  ///< when all keys are known
    std::vector<Sync> syncs;
    std::size_t deletes_first = 0; ///< so many go before the saves, which take unique values that they give up
    /// Rows that depend on each other in a circle, as the error says it: they and what comes after them are left out.
    std::string save_circle, delete_circle;

    bool empty() const noexcept {
        return save_circle.empty() && delete_circle.empty() && fills.empty() && saves.empty() && links.empty() &&
            deletes.empty() && late.empty() && early.empty();
    }
};

/// The plan as lines for people and tests: `INSERT Post (new): added`.
std::string to_string(const FlushPlan& plan);

/// What has to be brought in line with the database.
struct WorkSet {
    std::vector<Header*> fresh;   ///< pending, in the order of their adding
    std::vector<Header*> changed; ///< persistent
    std::vector<Header*> deleted; ///< persistent, marked
    bool skip_unattached = false; ///< members outside the session are passed over
};

/// Works out the plan. **Emits** SELECTs for collections that a delete must know. **Throws** UnattachedError; nothing
/// has changed then.
FlushPlan plan_flush(const WorkSet& work);

} // namespace athanor::kernel
