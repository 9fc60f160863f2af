// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"
#include <optional>

namespace athanor::kernel {

/// The target that the object's row refers to, whatever the program has done since; nothing when that cannot be told
/// without asking the database.
std::optional<Header*> stored_reference(const Header* owner, const Attribute& reference);

/// Whom the reference showed until now, or would have without asking the database. A foreign key that was written since
/// the last flush shows nobody yet.
Header* shown_before(const Header* owner, const Attribute& reference);

/// An owner that members refer to by its key, which is quicker to compare than to look up.
class OwnerKey {
public:
    explicit OwnerKey(const Header* owner);
    /// Whether all that memory has of the reference is a key, and it is the owner's.
    bool is_in(const Header* item, const Attribute& reference) const noexcept {
        return is_comparable(item, reference) && reference_of(const_cast<Header*>(item), reference).key == key_;
    }

    /// Whether memory knows that the reference shows somebody else.
    bool is_of_another(const Header* item, const Attribute& reference) const;

private:
    bool is_comparable(const Header* item, const Attribute& reference) const noexcept {
        const ReferenceStorage& storage = reference_of(const_cast<Header*>(item), reference);
        return storage.kind == ReferenceStorage::integer_key && comparable_ && (storage.word & word_bits::slow_read) &&
            item->owner == owner_->owner && reference.relationship->key_in_reference &&
            reference.relationship->to_primary_key;
    }
    const Header* owner_;
    std::int64_t key_ = 0;
    bool comparable_; ///< it has one integer key, and a session
};

} // namespace athanor::kernel
