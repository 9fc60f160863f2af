// SPDX-License-Identifier: MIT
// Members without a reference back that went from one owner to another in a flush. The first shows them until it is
// read again, but it cannot lose what is not its own any more: there the rows decide.
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "orm/instance/extra.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/known_members.hpp"
#include "orm/instance/mutation.hpp"
#include "orm/loading/load.hpp"
#include "orm/session/cascade_walk.hpp"
#include "orm/session/session_state.hpp"
#include <algorithm>

namespace athanor::kernel {
namespace {

bool has_more_holders(const Header* member) noexcept {
    return has_identity(member) && member->extra &&
        std::ranges::any_of(member->extra->holders, [](const HolderCount& count) { return count.delta > 0; });
}

// The owner's history without the loss of the member.
void forget_loss(Header* owner, const Attribute& attribute, Header* member) {
    Mutation mutation;
    mutation.count_holder(member, *attribute.relationship, +1);
    if (attribute.kind == MemberKind::reference) {
        old_reference(owner, attribute)->kind = ReferenceStorage::empty;
    } else {
        RelationLog& log = *find_log(owner, attribute);
        log.add(member, -log.delta(member));
    }
    mutation.commit();
}

} // namespace

void SessionState::note_takers(const WorkSet& work) {
    const auto note = [&](Header* owner) {
        if (std::ranges::none_of(owner->cls->relationships, owns_without_reference)) return;
        for (Header* member : taken_in(owner))
            if (has_more_holders(member)) takers_.insert_or_assign(member, owner);
    };
    for (Header* owner : work.fresh) note(owner);
    for (Header* owner : work.changed) note(owner);
}

// What the owner let go of, though somebody else was the last to take it.
std::vector<Header*> SessionState::lost_to_others(Header* owner, const Attribute& attribute) const {
    std::vector<Header*> lost = lost_members(owner, attribute);
    std::erase_if(lost, [&](const Header* member) {
        const auto taker = takers_.find(member);
        return taker == takers_.end() || taker->second == owner;
    });
    return lost;
}

// The object and what hangs on it. What another owner was the last to take hangs on that one, whatever this one shows.
std::vector<Header*> SessionState::deleted_with(Header* object) const {
    CascadeRule rule{delete_cascade, true};
    if (takers_.empty()) return cascade(object, rule);
    rule.context = this;
    rule.prepare = [](Header* owner, const void* session) {
        static_cast<const SessionState*>(session)->forget_taken_by_others(owner);
    };
    return cascade(object, rule);
}

void SessionState::forget_taken_by_others(Header* owner) const {
    for (const Attribute* attribute : owner->cls->relationships) {
        if (!owns_without_reference(attribute) || attribute->kind != MemberKind::collection) continue;
        const CollectionOps& ops = *attribute->spec->collection;
        void* container = field_of(owner, *attribute);
        for (Header* member : known_members(owner, *attribute)) {
            const auto taker = takers_.find(member);
            if (taker == takers_.end() || taker->second == owner) continue;
            while (true) {
                const std::size_t place = ops.find(container, object_of(member));
                if (place == CollectionOps::npos) break;
                ops.discard(ops.erase(container, place));
                count_change(ops, container);
            }
        }
        ops.settle(container);
    }
}

void SessionState::forget_losses_of_others() {
    if (takers_.empty()) return;
    for (Header* owner : changed_.all())
        for (const Attribute* attribute : owner->cls->relationships) {
            if (!owns_without_reference(attribute)) continue;
            const std::vector<Header*> lost = lost_to_others(owner, *attribute);
            if (lost.empty()) continue;
            if (is_expired(owner)) load(owner, *owner->cls->keys.front());
            const std::vector<Header*> own = fetch_members(owner, *attribute, context());
            for (Header* member : lost)
                if (!std::ranges::count(own, member)) forget_loss(owner, *attribute, member);
        }
}

} // namespace athanor::kernel
