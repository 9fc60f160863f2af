// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <cstddef>
#include <vector>

// What the collections of a few owners should hold: vectors of numbers, with none of the library's ideas in them.

namespace property {

inline constexpr std::size_t owner_count = 3;
inline constexpr std::size_t member_count = 6;
inline constexpr int nobody = -1;

struct Rules {
    enum Kind { list, set, dictionary };
    Kind kind = list;
    bool owned = false;      ///< members without an owner are deleted
    bool positions = false;  ///< the order is stored
    bool fixed_keys = false; ///< the program does not write them
};

class Model {
public:
    explicit Model(Rules rules) : rules_(rules) {}

    struct Member {
        bool alive = false;  ///< the program has an object for it
        bool stored = false; ///< it has a row
        int owner = nobody;
        int stored_owner = nobody;
        long long row = 0;
        int key = 0;
    };
    struct Collection {
        bool loaded = true;
        std::vector<int> content;
    };
    Member members[member_count];
    Collection collections[owner_count];

    bool holds(std::size_t owner, int member) const {
        return std::ranges::count(collections[owner].content, member) != 0;
    }
    /// Who else has the key in the collection of the owner.
    int taker(std::size_t owner, int key, int member) const {
        for (const int other : collections[owner].content)
            if (other != member && members[other].key == key) return other;
        return nobody;
    }
    void insert(std::size_t owner, std::size_t place, int member) {
        std::vector<int>& content = collections[owner].content;
        enter(owner, member);
        if (rules_.kind == Rules::dictionary)
            if (const int other = taker(owner, members[member].key, member); other != nobody) leave(other);
        if (rules_.kind != Rules::list && holds(owner, member)) return;
        content.insert(content.begin() + static_cast<std::ptrdiff_t>(std::min(place, content.size())), member);
    }
    void append(std::size_t owner, int member) { insert(owner, member_count * 100, member); }
    void erase_at(std::size_t owner, std::size_t place) {
        std::vector<int>& content = collections[owner].content;
        const int member = content[place];
        content.erase(content.begin() + static_cast<std::ptrdiff_t>(place));
        if (!holds(owner, member)) members[member].owner = nobody;
    }
    bool remove(std::size_t owner, int member) {
        std::vector<int>& content = collections[owner].content;
        const auto found = std::ranges::find(content, member);
        if (found == content.end()) return false;
        erase_at(owner, static_cast<std::size_t>(found - content.begin()));
        return true;
    }
    void assign(std::size_t owner, std::vector<int> content) {
        for (const int member : collections[owner].content)
            if (!std::ranges::count(content, member)) members[member].owner = nobody;
        for (const int member : content) enter(owner, member);
        collections[owner].content = std::move(content);
    }
    void set_at(std::size_t owner, std::size_t place, int member) {
        std::vector<int> content = collections[owner].content;
        content[place] = member;
        assign(owner, std::move(content));
    }
    /// By the member's reference. A collection that is not loaded shows it where its load will.
    void refer(int member, int owner) {
        Member& moved = members[member];
        if (moved.owner == owner) return;
        leave(member);
        if (owner == nobody) return;
        const bool back_home = !collections[owner].loaded && moved.stored && moved.stored_owner == owner;
        append(static_cast<std::size_t>(owner), member);
        if (back_home) arrange(static_cast<std::size_t>(owner));
    }
    /// All rows are written; those whose numbers are given are gone.
    void flushed() {
        for (Member& member : members) member.stored_owner = member.owner;
        for (std::size_t owner = 0; owner < owner_count; ++owner)
            if (!collections[owner].loaded) in_row_order(owner);
    }
    void expired() {
        for (std::size_t owner = 0; owner < owner_count; ++owner) {
            collections[owner].loaded = false;
            in_row_order(owner);
        }
    }

private:
    void leave(int member) {
        for (Collection& collection : collections) std::erase(collection.content, member);
        members[member].owner = nobody;
    }
    void enter(std::size_t owner, int member) {
        if (members[member].owner != static_cast<int>(owner)) leave(member);
        members[member].owner = static_cast<int>(owner);
    }
    void in_row_order(std::size_t owner) {
        std::vector<int>& content = collections[owner].content;
        if (rules_.positions) return;
        std::ranges::stable_sort(content, {}, [&](int member) { return members[member].row; });
        content.erase(std::unique(content.begin(), content.end()), content.end());
    }
    /// The stored ones as their load will find them, then the others as they came.
    void arrange(std::size_t owner) {
        const auto rank = [&](int member) {
            const Member& of = members[member];
            return of.stored && of.stored_owner == static_cast<int>(owner) ? of.row : 1'000'000LL;
        };
        std::ranges::stable_sort(collections[owner].content, {}, rank);
    }
    Rules rules_;
};

} // namespace property
