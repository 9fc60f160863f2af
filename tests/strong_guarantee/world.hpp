// SPDX-License-Identifier: MIT
#pragma once
#include <athanor/athanor.hpp>
#include <athanor/typed/history.hpp>
#include <athanor/typed/inspect.hpp>
#include <string>
#include <vector>

namespace faults {

/// A few stored owners with members, and what a program can see of them without a statement. `Owner` has members,
/// `Member` an owner, or owners, and maybe a place.
template <class OwnerClass, class MemberClass> struct World {
    using Owner = OwnerClass;
    using Member = MemberClass;
    using Members = std::vector<athanor::Ref<Member>>;

    athanor::Engine db{"sqlite://"};
    athanor::Session session{(athanor::create_all<Owner>(db), db), athanor::autoflush(false)};
    athanor::Ref<Owner> full = session.add(Owner{}), other = session.add(Owner{}), unread = session.add(Owner{});
    Members m; ///< 0 to 3 in full, 4 and 5 in other, 6 and 7 in unread, which is not loaded; 8 and 9 are new

    World() {
        for (int i = 0; i < 10; ++i) m.push_back(athanor::make(Member{.key = i}));
        full->members = Members(m.begin(), m.begin() + 4);
        other->members = Members(m.begin() + 4, m.begin() + 6);
        unread->members = Members(m.begin() + 6, m.begin() + 8);
        session.commit();
        session.expire(unread);
        look(); // reads again what was expired with it, but for the collection
    }

    std::string look() {
        std::string all;
        for (const auto& owner : {full, other, unread}) {
            all += "owner " + std::to_string(*owner->id) + ':';
            if (!athanor::is_loaded<&Owner::members>(owner))
                all += " (not loaded)";
            else if constexpr (requires { owner->members.size(); }) // the others never are
                for (const auto& member : owner->members) all += shown(member);
            all += history_of(owner) + '\n';
        }
        for (const auto& member : m)
            all += name(member) + " of" + owners_of(member) + place_of(member) +
                (athanor::is_modified(member) ? ", modified" : "") + '\n';
        all += "new:" + names(athanor::new_objects(session)) + "\nchanged:" + names(athanor::changed_objects(session)) +
            "\ndeleted:" + names(athanor::deleted_objects(session)) + '\n';
        return all;
    }

private:
    static std::string owners_of(const athanor::Ref<Member>& member) {
        std::string all;
        if constexpr (requires { member->owner; }) {
            if (member->owner) all = ' ' + std::to_string(*member->owner->id);
        } else if (!athanor::is_loaded<&Member::owners>(member)) {
            return " (not loaded)";
        } else {
            for (const auto owner : member->owners) all += ' ' + std::to_string(*owner->id);
        }
        return all.empty() ? " nobody" : all;
    }
    static std::string place_of(const athanor::Ref<Member>& member) {
        if constexpr (requires { member->place; })
            if (member->place.get()) return " at " + std::to_string(*member->place.get());
        return "";
    }
    std::string shown(const athanor::AnyRef& member) const { return name(member); }
    template <class Key> std::string shown(const std::pair<Key, athanor::Ref<Member>>& entry) const {
        return ' ' + std::to_string(entry.first) + ':' + name(entry.second);
    }
    std::string name(const athanor::AnyRef& object) const {
        for (std::size_t i = 0; i < m.size(); ++i)
            if (athanor::AnyRef(m[i]) == object) return " m" + std::to_string(i);
        return ' ' + std::string(object.class_name());
    }
    std::string names(const std::vector<athanor::AnyRef>& objects) const {
        std::string all;
        for (const athanor::AnyRef& object : objects) all += name(object);
        return all;
    }
    std::string history_of(const athanor::Ref<Owner>& owner) const {
        std::string all;
        const auto history = athanor::history<&Owner::members>(owner);
        for (const auto& member : history.added) all += " +" + name(member);
        for (const auto& member : history.removed) all += " -" + name(member);
        return all;
    }
};

} // namespace faults
