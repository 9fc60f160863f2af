// SPDX-License-Identifier: MIT
// Members that another owner has taken, that come twice in one call, or whose row is gone.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace members_elsewhere {
using namespace athanor;
using support::Statements;

struct Card {
    Key<int> id;
    Mapped<std::string> text;
};
struct Box {
    Key<int> id;
    List<Card, owned, by("box_id")> cards; // no reference leads back
};
struct Page {
    Key<int> id;
    Mapped<std::string> text;
};
struct Folder {
    Key<int> id;
    List<Page, by("folder_id")> pages;
};

template <class Owner, class Item, auto Items> struct Kind {
    using Owns = Owner;
    using Has = Item;
    static constexpr auto items = Items;
};

template <class Kind> struct Two {
    Engine db{"sqlite://"};
    Session session{(create_all<typename Kind::Owns>(db), db)};
    Ref<typename Kind::Owns> first = session.add(typename Kind::Owns{}), second = session.add(typename Kind::Owns{});
    Ref<typename Kind::Has> item = make(typename Kind::Has{.text = "a"});
    Two() {
        in(first).add(item);
        session.commit();
        CHECK(in(second).empty());
    }
    auto& in(const Ref<typename Kind::Owns>& owner) { return (*owner).*Kind::items; }
    std::int64_t owner_of_item() {
        const auto rows = session.execute("SELECT coalesce(" + column() + ", 0) FROM " + table()).rows;
        return rows.empty() ? -1 : rows[0][0].integer();
    }
    static std::string column() { return std::is_same_v<typename Kind::Owns, Box> ? "box_id" : "folder_id"; }
    static std::string table() { return std::is_same_v<typename Kind::Owns, Box> ? "card" : "page"; }
};
using Owned = Kind<Box, Card, &Box::cards>;
using Linked = Kind<Folder, Page, &Folder::pages>;

TEST_CASE_TEMPLATE(
    "taken: the deletion of the first owner leaves what another one took in an earlier flush", K, Owned, Linked) {
    Two<K> t;
    t.in(t.second).add(t.item);
    t.session.flush();
    t.session.erase(t.first);
    t.session.commit();
    CHECK(t.owner_of_item() == *t.second->id);
}

TEST_CASE_TEMPLATE("taken: the same in one flush, before and behind the deletion", K, Owned, Linked) {
    for (const bool before : {true, false}) {
        Two<K> t;
        if (before) t.in(t.second).add(t.item);
        t.session.erase(t.first);
        if (!before) t.in(t.second).add(t.item);
        t.session.commit();
        CHECK(t.owner_of_item() == *t.second->id);
    }
}

TEST_CASE_TEMPLATE("taken: the deletion of the one who took it takes it along", K, Owned) {
    Two<K> t;
    t.in(t.second).add(t.item);
    t.session.flush();
    t.session.erase(t.second);
    t.session.commit();
    CHECK(t.owner_of_item() == -1);
}

struct Register;
struct Entry {
    Key<int> id;
    Mapped<std::string> name;
    One<Register> in;
};
struct Register {
    Key<int> id;
    Dict<&Entry::name, owned> entries;
};

struct Office {
    Engine db{"sqlite://"};
    Session session{(create_all<Register>(db), db)};
    Ref<Register> book = session.add(Register{});
    Office() { session.commit(); }
};

TEST_CASE_FIXTURE(Office, "dict: of two new members with one key in one call the first is not written") {
    const auto one = make(Entry{.name = "a"}), two = make(Entry{.name = "a"});
    book->entries.update({one, two});
    CHECK(book->entries["a"] == two);
    CHECK(state(one) == State::transient);
    CHECK(state(two) == State::pending);
    session.commit();
    CHECK(session.select<Entry>().count() == 1);
}

TEST_CASE_FIXTURE(Office, "deleted: an object whose row is gone refers to nobody any more") {
    const auto entry = session.add(Entry{.name = "a"});
    session.commit();
    session.erase(entry);
    session.flush();
    CHECK(support::has(support::message<UsageError>([&] { entry->in = book; }), {"Entry", "has been deleted"}));
    session.commit();
    CHECK_THROWS_AS((entry->in = book), UsageError);
    CHECK(book->entries.empty());
    entry->in = nullptr;
}

TEST_CASE_FIXTURE(Office, "dict: the session's own bulk statement moves the members whose keys it wrote") {
    const auto entry = book->entries.put(Entry{.name = "a"});
    session.commit();
    session.update<Entry>().set<&Entry::name>("b").execute();
    CHECK_FALSE(book->entries.contains("a"));
    CHECK(book->entries["b"] == entry);
}

TEST_CASE_FIXTURE(Office, "dict: an owner with two rows of one key can be deleted, and both go with it") {
    session.execute("INSERT INTO entry (name, in_id) VALUES ('a', 1), ('a', 1)");
    CHECK_THROWS_AS((void)book->entries.size(), ValueError);
    session.erase(book);
    session.commit();
    CHECK(session.select<Entry>().count() == 0);
}

struct Drawer;
struct Sheet {
    Key<int> id;
    Mapped<std::string> name;
    One<Drawer> drawer;
};
struct Drawer {
    Key<int> id;
    Dict<&Sheet::name, duplicates(keep_first)> sheets;
};

TEST_CASE("dict: a row that duplicates(keep_first) hides is let go of with its owner") {
    Engine db("sqlite://");
    create_all<Drawer>(db);
    Session session(db);
    const auto drawer = session.add(Drawer{});
    session.commit();
    session.execute("INSERT INTO sheet (name, drawer_id) VALUES ('a', 1), ('a', 1)");
    CHECK(drawer->sheets.size() == 1);
    session.erase(drawer);
    session.commit();
    CHECK(session.select<Sheet>().where([](auto& s) { return s.drawer == nullptr; }).count() == 2);
}

struct Label {
    Key<int> id;
};
struct Thing {
    Key<int> id;
    List<Label, linked> labels; // a table between
};

TEST_CASE("links: a list that holds an object twice has one row for it") {
    Engine db("sqlite://");
    create_all<Thing>(db);
    Session session(db);
    const auto label = make(Label{});
    const auto thing = session.add(Thing{.labels = {label, label}});
    session.commit();
    CHECK(thing->labels.size() == 2);
    CHECK(session.execute("SELECT count(*) FROM thing_labels").rows[0][0].integer() == 1);
    thing->labels.remove(label);
    session.commit();
    CHECK(session.execute("SELECT count(*) FROM thing_labels").rows[0][0].integer() == 1);
    session.expire_all();
    CHECK(thing->labels.size() == 1);
    thing->labels.clear();
    session.commit();
    CHECK(session.execute("SELECT count(*) FROM thing_labels").rows[0][0].integer() == 0);
}

} // namespace members_elsewhere
