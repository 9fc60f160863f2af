// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"
#include <vector>

namespace athanor::kernel {

/// What a cascade asks of each member it meets.
struct CascadeRule {
    Cascade kind;
    bool load = false; ///< for deletion: what is not in memory is loaded, unless the database does the work
    /// False: neither this object nor what hangs on it.
    bool (*enters)(const Header* object, const void* context) = nullptr;
    const void* context = nullptr;
    /// For deletion: sees each object before what hangs on it.
    void (*prepare)(Header* object, const void* context) = nullptr;
};

/// True when a cascade that loads nothing, and does not enter objects of the session, reaches only the object itself.
bool stands_alone(Header* object, Cascade kind, const StateOwner* session) noexcept;
/// The objects a cascade reaches from `root`, itself first, then depth first through its relationships in mapping order
/// and each collection in its order; each object once.
std::vector<Header*> cascade(Header* root, const CascadeRule& rule);
/// The same from several roots, in their order.
std::vector<Header*> cascade(Header* const* roots, std::size_t count, const CascadeRule& rule);

/// Members by a relationship without a reference back, of whom only their owner knows.
bool owns_without_reference(const Attribute* attribute) noexcept;
/// What the owner let go of by the relationship, for good, since it was last flushed.
std::vector<Header*> lost_members(Header* owner, const Attribute& attribute);
/// What the owner took in since it was made or last flushed, by relationships that own their members.
std::vector<Header*> taken_in(Header* owner);

} // namespace athanor::kernel
