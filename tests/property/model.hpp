// SPDX-License-Identifier: MIT
#pragma once
#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

// What the collections of a few owners should hold: vectors of numbers, with none of the library's ideas in them.

namespace property {

inline constexpr std::size_t owner_count = 3;
inline constexpr std::size_t member_count = 6;
inline constexpr int nobody = -1;
inline constexpr int nowhere = -1;

struct Rules {
    enum Kind { list, set, dictionary };
    Kind kind = list;
    bool owned = false;     ///< members without an owner are deleted
    bool positions = false; ///< each member knows its place, and rows come in the order of their places
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
        int place = nowhere;
    };
    struct Collection {
        bool loaded = false; ///< an owner that was stored is not asked before somebody looks
        bool left = false;   ///< somebody was moved away from it, and its places are not counted yet
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
    /// It is used, and so loaded.
    void load(std::size_t owner) {
        Collection& collection = collections[owner];
        if (collection.loaded) return;
        collection.loaded = true;
        count_left();
        keep_places(owner);
    }
    void insert(std::size_t owner, std::size_t place, int member) {
        put_in(owner, place, member);
        count_left();
        count_places(owner);
    }
    void append(std::size_t owner, int member) {
        put_in(owner, collections[owner].content.size(), member);
        count_left();
        keep_places(owner);
    }
    void erase_at(std::size_t owner, std::size_t place) {
        std::vector<int>& content = collections[owner].content;
        const int member = content[place];
        content.erase(content.begin() + static_cast<std::ptrdiff_t>(place));
        if (!holds(owner, member)) members[member].owner = nobody;
        count_places(owner);
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
        count_left();
        keep_places(owner);
    }
    /// Puts others in place of those of [first, last).
    void splice(std::size_t owner, std::size_t first, std::size_t last, const std::vector<int>& by) {
        if (first == last && by.empty()) return;
        std::vector<int> content = collections[owner].content;
        const auto from = content.begin() + static_cast<std::ptrdiff_t>(first);
        content.insert(content.erase(from, from + static_cast<std::ptrdiff_t>(last - first)), by.begin(), by.end());
        for (const int member : collections[owner].content)
            if (!std::ranges::count(content, member)) members[member].owner = nobody;
        for (const int member : by) enter(owner, member);
        collections[owner].content = std::move(content);
        count_left();
        if (last - first == 1 && by.size() == 1)
            count_places(owner, first, last);
        else
            count_places(owner);
    }
    void set_at(std::size_t owner, std::size_t place, int member) { splice(owner, place, place + 1, {member}); }
    /// The members of [first, last) get another order.
    void reverse(std::size_t owner, std::size_t first, std::size_t last) {
        const auto begin = collections[owner].content.begin();
        std::reverse(begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last));
        count_places(owner, first, last);
    }
    void move(std::size_t owner, std::size_t from, std::size_t to) {
        std::vector<int>& content = collections[owner].content;
        const int member = content[from];
        content.erase(content.begin() + static_cast<std::ptrdiff_t>(from));
        content.insert(content.begin() + static_cast<std::ptrdiff_t>(to), member);
        if (from != to) count_places(owner, std::min(from, to), std::max(from, to) + 1);
    }
    void swap(std::size_t owner, std::size_t left, std::size_t right) {
        std::swap(collections[owner].content[left], collections[owner].content[right]);
        if (left != right) count_places(owner, std::min(left, right), std::max(left, right) + 1);
    }
    void sort(std::size_t owner) {
        std::ranges::stable_sort(collections[owner].content, {}, [&](int member) { return members[member].key; });
        count_places(owner);
    }
    /// By the member's reference. A collection that is not loaded shows it where its load will.
    void refer(int member, int owner) {
        Member& moved = members[member];
        if (moved.owner == owner) return;
        leave(member);
        count_left();
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
    void put_in(std::size_t owner, std::size_t place, int member) {
        std::vector<int>& content = collections[owner].content;
        enter(owner, member);
        if (rules_.kind == Rules::dictionary)
            if (const int other = taker(owner, members[member].key, member); other != nobody) leave(other);
        if (rules_.kind != Rules::list && holds(owner, member)) return;
        content.insert(content.begin() + static_cast<std::ptrdiff_t>(std::min(place, content.size())), member);
    }
    void leave(int member) {
        for (std::size_t owner = 0; owner < owner_count; ++owner)
            if (std::erase(collections[owner].content, member)) collections[owner].left = true;
        members[member].owner = nobody;
    }
    /// Those that others lost to this operation count when it has ended, or when they are loaded.
    void count_left() {
        for (std::size_t owner = 0; owner < owner_count; ++owner)
            if (Collection& collection = collections[owner]; collection.left && collection.loaded) {
                collection.left = false;
                count_places(owner);
            }
    }
    void count_places(std::size_t owner, std::size_t first = 0, std::size_t last = member_count * 100) {
        const std::vector<int>& content = collections[owner].content;
        if (rules_.positions)
            for (std::size_t i = first; i < std::min(last, content.size()); ++i)
                members[content[i]].place = static_cast<int>(i);
    }
    /// Who has a place keeps it.
    void keep_places(std::size_t owner) {
        const std::vector<int>& content = collections[owner].content;
        if (rules_.positions)
            for (std::size_t i = 0; i < content.size(); ++i)
                if (int& place = members[content[i]].place; place == nowhere) place = static_cast<int>(i);
    }
    void enter(std::size_t owner, int member) {
        if (members[member].owner != static_cast<int>(owner)) leave(member);
        members[member].owner = static_cast<int>(owner);
    }
    void in_row_order(std::size_t owner) {
        std::vector<int>& content = collections[owner].content;
        collections[owner].left = false;
        std::ranges::stable_sort(content, {},
            [&](int member) { return std::pair(rules_.positions ? members[member].place : 0, members[member].row); });
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
