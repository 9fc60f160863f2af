// SPDX-License-Identifier: MIT
// Operations on large collections, as `./dev bench --collections` counts them.
#include "data.hpp"
#include "measure.hpp"
#include <athanor/athanor.hpp>
#include <string>
#include <vector>

namespace {
using namespace athanor;

struct Shelf;
struct Book {
    Key<std::int64_t> id;
    Mapped<int> number;
    One<Shelf, by("owner_id")> shelf;
};
struct Shelf {
    Key<std::int64_t> id;
    List<Book> items;
};
struct Bag;
struct Coin {
    Key<std::int64_t> id;
    Mapped<int> number;
    One<Bag, by("owner_id")> bag;
};
struct Bag {
    Key<std::int64_t> id;
    Set<Coin> items;
};
struct Register;
struct Person {
    Key<std::int64_t> id;
    Mapped<int> number;
    One<Register, by("owner_id")> in;
};
struct Register {
    Key<std::int64_t> id;
    Dict<&Person::number> items;
};

using bench::Measured;
using bench::Section;

const int members = bench::scaled(1'000'000);
constexpr int operations = 1000;

/// A session that has an owner with all members, numbered from 1, in the database.
template <class Owner, class Item> class Shop {
public:
    Shop(const std::string& owners, const std::string& items)
        : db_("sqlite://?private=1"), session_((fill(owners, items), db_)), owner(session_.get<Owner>(1)) {}

    /// Some of the members.
    std::vector<Ref<Item>> some() {
        std::vector<Ref<Item>> found;
        bench::Keys keys;
        for (int i = 0; i < operations; ++i) found.push_back(session_.get<Item>(keys.below_or_at(members)));
        return found;
    }
    /// Objects that are no members, and in no session yet.
    static std::vector<Ref<Item>> others(int count) {
        std::vector<Ref<Item>> made;
        for (int i = 1; i <= count; ++i) made.push_back(make(Item{.number = members + i}));
        return made;
    }

private:
    void fill(const std::string& owners, const std::string& items) {
        create_all<Owner>(db_);
        Session session(db_);
        session.execute("INSERT INTO " + owners + " DEFAULT VALUES");
        session.execute("CREATE INDEX item_owner ON " + items + " (owner_id)");
        session.execute(bench::numbers(1, members) + "INSERT INTO " + items + " (number, owner_id) SELECT n, 1 FROM c");
        session.commit();
    }
    Engine db_;
    Session session_;

public:
    Ref<Owner> owner;
};
struct Shelves : Shop<Shelf, Book> {
    Shelves() : Shop("shelf", "book") {}
};
struct Bags : Shop<Bag, Coin> {
    Bags() : Shop("bag", "coin") {}
};
struct Registers : Shop<Register, Person> {
    Registers() : Shop("register", "person") {}
};

template <class Owners> Measured load() {
    Owners shop;
    const Section section;
    return section.stop(static_cast<long long>(shop.owner->items.size()));
}

template <class Owners> Measured append() {
    Owners shop;
    auto& items = shop.owner->items;
    const auto others = shop.others(operations);
    long long before = static_cast<long long>(items.size());
    const Section section;
    for (const auto& other : others) items.add(other);
    return section.stop(static_cast<long long>(items.size()) - before);
}

template <class Owners, class Do> Measured with_some(Do act) {
    Owners shop;
    long long sum = static_cast<long long>(shop.owner->items.size());
    const auto some = shop.some();
    const Section section;
    for (const auto& item : some) sum += act(shop.owner->items, item);
    return section.stop(sum);
}
template <class Owners> Measured contains() {
    return with_some<Owners>([](auto& items, const auto& item) { return items.contains(item) ? 1 : 0; });
}
template <class Owners> Measured remove() {
    return with_some<Owners>([](auto& items, const auto& item) { return items.remove(item) ? 1 : 0; });
}

template <class Owners> Measured replace() {
    Owners shop;
    auto& items = shop.owner->items;
    long long sum = static_cast<long long>(items.size());
    const auto others = shop.others(members);
    const Section section;
    items = others;
    return section.stop(sum += static_cast<long long>(items.size()));
}

// Every second member goes, and as many others come.
template <class Owners> Measured edit() {
    Owners shop;
    auto& items = shop.owner->items;
    long long sum = static_cast<long long>(items.size());
    const auto others = shop.others(members / 2);
    const Section section;
    items.edit([&](auto& raw) {
        for (std::size_t i = 0; i < others.size(); ++i) raw[2 * i] = others[i].get();
    });
    return section.stop(sum += static_cast<long long>(items.size()));
}

} // namespace

int main(int count, char** arguments) {
    return bench::run(count, arguments,
        {
            {"list_load", load<Shelves>},
            {"list_append", append<Shelves>},
            {"list_replace", replace<Shelves>},
            {"list_edit", edit<Shelves>},
            {"set_load", load<Bags>},
            {"set_append", append<Bags>},
            {"set_contains", contains<Bags>},
            {"set_remove", remove<Bags>},
            {"set_replace", replace<Bags>},
            {"set_edit", edit<Bags>},
            {"dict_load", load<Registers>},
            {"dict_append", append<Registers>},
            {"dict_contains",
                [] {
                    return with_some<Registers>(
                        [](auto& items, const auto& item) { return items.contains(item->number) ? 1 : 0; });
                }},
            {"dict_remove",
                [] {
                    return with_some<Registers>(
                        [](auto& items, const auto& item) { return static_cast<int>(items.erase(item->number)); });
                }},
            {"dict_replace", replace<Registers>},
            {"dict_edit", edit<Registers>},
        });
}
