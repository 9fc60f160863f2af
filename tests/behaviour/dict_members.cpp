// SPDX-License-Identifier: MIT
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

// What becomes of the members of a dictionary, and of their references, around a flush.

namespace dict_members {
using namespace athanor;
using support::Statements;

struct Item;
struct Mark {
    Key<int> id;
    Mapped<std::string> kind, label;
    Mapped<std::optional<int>> item_id;
    One<Item> item;
    std::string mark_key() const { return *kind + *label; }
};
struct Item {
    Key<int> id;
    Mapped<std::string> name;
    Dict<&Mark::mark_key> marks;
};

struct Shop {
    Engine db{"sqlite://"};
    Session session{(create_all<Item>(db), db), unattached(skip)};
    Ref<Mark> mark = make(Mark{.kind = "x", .label = "1"});
    Ref<Item> item = session.add(Item{.name = "first", .marks = {mark}});
    Shop() { session.commit(); }
    std::int64_t owner_in_database(const Ref<Mark>& of) {
        return session.execute("SELECT coalesce(item_id, 0) FROM mark WHERE id = ?", *of->id).rows.at(0)[0].integer();
    }
};

TEST_CASE_FIXTURE(Shop, "dict members: what is put where it stands already shows its owner, and nothing is written") {
    session.expire(mark);
    (void)mark->kind.get();
    CHECK(!is_loaded<&Mark::item>(mark));
    item->marks["x1"] = mark;
    CHECK(is_loaded<&Mark::item>(mark));
    const Statements seen(db);
    CHECK(mark->item == item);
    session.flush();
    CHECK(seen.count() == 0);
}

TEST_CASE_FIXTURE(
    Shop, "dict members: one that was marked for deletion is wanted again when it is put where it stands") {
    (void)item->marks.size();
    session.erase(mark);
    item->marks.put(mark);
    session.flush();
    CHECK(state(mark) == State::persistent);
    CHECK(session.select<Mark>().count() == 1);
}

TEST_CASE_FIXTURE(Shop, "dict members: the flush before a key is read has the new owner along") {
    const Ref<Item> other = make(Item{.name = "second"});
    session.expire(mark);
    const Statements seen(db);
    mark->item = other; // the key of the mark has to be read
    CHECK(seen.count("INSERT", "item") == 1);
    CHECK(seen.count("UPDATE") == 0);
    CHECK(state(other) == State::persistent);
    CHECK(other->marks["x1"] == mark);
    session.flush();
    CHECK(seen.count("UPDATE", "mark") == 1);
    CHECK(owner_in_database(mark) == *other->id);
}

TEST_CASE_FIXTURE(Shop, "dict members: with autoflush off the new owner waits for the flush") {
    const Ref<Item> other = make(Item{.name = "second"});
    session.expire(mark);
    {
        const NoAutoflush off(session);
        mark->item = other;
        CHECK(state(other) == State::pending);
    }
    session.flush();
    CHECK(owner_in_database(mark) == *other->id);
}

TEST_CASE_FIXTURE(Shop, "dict members: what a rollback takes back keeps what it referred to when it was deleted") {
    const Ref<Mark> second = item->marks.put(Mark{.kind = "y", .label = "2"});
    session.flush();
    session.expire(second);
    (void)second->kind.get();
    session.erase(second);
    session.flush();
    session.rollback();
    CHECK(state(second) == State::transient);
    CHECK(second->item == item);
}

TEST_CASE_FIXTURE(Shop, "dict members: one that was displaced after it moved keeps the owner it has found") {
    const Ref<Item> outside = make(Item{.name = "not added"});
    session.expire_all();
    (void)mark->mark_key();
    outside->marks.put(mark);
    session.flush(); // passes over the owner outside: the row still says the first item
    const Statements seen(db);
    item->marks.put(Mark{.kind = "x", .label = "1"});
    session.flush();
    CHECK(seen.count("UPDATE") == 0);
    CHECK(mark->item == outside);
    CHECK(owner_in_database(mark) == *item->id);
}

TEST_CASE_FIXTURE(Shop, "dict members: a rollback leaves the foreign key that was filled last") {
    const Ref<Item> fresh = session.add(Item{.name = "rolled back"});
    const Ref<Mark> moving = make(Mark{.kind = "y", .label = "2"});
    moving->item = fresh;
    session.flush(); // passed over, but it learns the key
    item->marks = {moving};
    session.flush();
    session.rollback();
    CHECK(state(moving) == State::transient);
    CHECK(moving->item == item);
    CHECK(moving->item_id == *item->id); // the first item still has its row, and its key
}
} // namespace dict_members
