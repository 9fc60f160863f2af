// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/base/cell.hpp"
#include "athanor/orm/ports/occupancy.hpp"
#include <cstddef>
#include <cstdint>
#include <vector>

namespace athanor::kernel {
struct Header;
struct Attribute;
struct ClassInfo;

/// The bell that an object rings upstairs: what it needs from the session it belongs to. Implemented by the session.
class StateOwner {
public:
    /// Brings the attribute into memory; for a column all expired columns of the object.
    /// **Emits** what is pending (autoflush) and one SELECT.
    virtual void load(Header* object, const Attribute& attribute) = 0;
    /// The members that the database has now of a collection that is never loaded.
    /// **Emits** one SELECT; before it, when the owner is expired, what is pending and one more.
    virtual std::vector<Header*> members(Header* owner, const Attribute& attribute) = 0;
    /// Writes what is pending, where the session does so before it reads.
    virtual void autoflush() = 0;
    /// Reads the expired columns of the object without the flush that load() begins with. **Emits** one SELECT.
    virtual void read_columns(Header* object) = 0;
    /// The object has its first change since the last flush. Strong guarantee.
    virtual void changed(Header* object) = 0;
    /// That change did not come about.
    virtual void unchanged(Header* object) noexcept = 0;
    /// Takes objects that entered a relationship of `owner` into the session, with their save-update cascade, which
    /// does not lead back to it. Strong guarantee.
    virtual void adopt(Header* const* objects, std::size_t count, const Header* owner) = 0;
    /// What leaves the session with a pending object that lost its last owner: itself and what its expunge cascade
    /// reaches.
    virtual std::vector<Header*> leaving_with(Header* object) = 0;
    virtual void release(const std::vector<Header*>& objects) noexcept = 0;
    /// A live owner took the object in: a delete mark on it no longer holds.
    virtual void rescue(Header* object) noexcept = 0;
    /// The row of a persistent object was found gone: the object counts as deleted in this transaction.
    virtual void row_is_gone(Header* object) = 0;
    /// The object with this key, if the identity map has it. Never emits.
    virtual Header* find(const ClassInfo& cls, const Cell* key, std::size_t count) const = 0;

    Occupancy occupancy;
    Header* comes_along = nullptr; ///< set by ComesAlong

protected:
    ~StateOwner() = default;
};

/// A read in the middle of a change that brings an object into the session: the flush before the read has it along.
class ComesAlong {
public:
    ComesAlong(StateOwner* session, Header* object) : session_(session) {
        if (session_) session_->comes_along = object;
    }
    ComesAlong(const ComesAlong&) = delete;
    ComesAlong& operator=(const ComesAlong&) = delete;
    ~ComesAlong() {
        if (session_) session_->comes_along = nullptr;
    }

private:
    StateOwner* session_;
};

inline Occupancy* occupancy_of(StateOwner* session) noexcept { return session ? &session->occupancy : nullptr; }

} // namespace athanor::kernel
