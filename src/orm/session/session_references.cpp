// SPDX-License-Identifier: MIT
#include "athanor/orm/instance/members.hpp"
#include "athanor/orm/instance/object.hpp"
#include "athanor/orm/instance/relate.hpp"
#include "orm/instance/expiry.hpp"
#include "orm/instance/identity.hpp"
#include "orm/instance/scratch.hpp"
#include "orm/loading/load.hpp"
#include "orm/loading/show.hpp"
#include "orm/session/refuse_gone.hpp"
#include "orm/session/session_state.hpp"
#include <boost/unordered/unordered_flat_set.hpp>

namespace athanor::kernel {
namespace {

template <class Visit> void each_reference(Header* object, Visit visit) {
    for (const Attribute* attribute : object->cls->relationships) {
        const Relationship& relationship = *attribute->relationship;
        if (relationship.direction == Direction::many_to_one && !relationship.view_only &&
            relationship.load != LoadMode::none)
            visit(*attribute);
    }
}

} // namespace

// What deleted objects refer to is brought into memory, where a rollback leaves it: without a query when the session
// has it, and with one in a tree that the flush has other business with, whose rows it puts in order one by one.
void SessionState::show_references(const WorkSet& work) {
    boost::unordered_flat_set<const Attribute*> trees;
    const auto look = [&](Header* object) {
        each_reference(object, [&](const Attribute& attribute) {
            if (attribute.relationship->target == object->cls && is_shown(object, attribute)) trees.insert(&attribute);
        });
    };
    for (Header* object : work.deleted) {
        if (row_is_deleted(object)) continue;
        each_reference(object, [&](const Attribute& attribute) { show_known(object, attribute); });
        look(object);
    }
    for (Header* object : work.fresh) look(object);
    for (Header* object : work.changed) look(object);
    if (trees.empty()) return;
    for (Header* object : work.deleted)
        each_reference(object, [&](const Attribute& attribute) {
            if (trees.contains(&attribute) && !is_shown(object, attribute)) load(object, attribute);
        });
}

// By the identity map, or because the key says that there is none.
void SessionState::show_known(Header* object, const Attribute& attribute) {
    if (is_shown(object, attribute) || !attribute.relationship->to_primary_key) return;
    if (needs_columns(object, attribute) && !load_columns(object, context())) refuse_gone(object);
    ScratchTexts scratch;
    const bool refers = referenced_key(object, attribute, scratch).complete;
    Header* target = refers ? peek_reference(object, attribute) : nullptr;
    if (target || !refers) show_reference(object, attribute, target);
}

} // namespace athanor::kernel
