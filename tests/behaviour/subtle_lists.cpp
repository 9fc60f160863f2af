// SPDX-License-Identifier: MIT
// Small things that programs rely on when they move members about, one sentence each.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace subtle_lists {
using namespace athanor;
using support::Statements;

struct Child;
struct Page;
struct Parent {
    Key<int> id;
    Mapped<std::string> name;
    List<Child> children;
    List<Page, owned> pages;
};
struct Child {
    Key<int> id;
    Mapped<std::optional<int>> parent_id;
    One<Parent, by("parent_id")> parent;
};
struct Page {
    Key<int> id;
    One<Parent> parent;
};

struct Strict; // its members cannot be without an owner
struct Rule {
    Key<int> id;
    Mapped<int> strict_id;
    One<Strict, by("strict_id")> strict;
};
struct Strict {
    Key<int> id;
    List<Rule> rules;
};

struct Photo;
struct Person {
    Key<int> id;
    One<Photo, owned> photo;
};
struct Photo {
    Key<int> id;
    Mapped<std::optional<int>> person_id;
    One<Person, by("person_id")> person;
};

struct Family {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<Parent> p, q;
    Ref<Child> c, d;
    Ref<Page> page;
    Family() {
        create_all<Parent>(db);
        create_all<Strict>(db);
        create_all<Person>(db);
        p = session.add(Parent{.name = "p", .children = {make(Child{}), make(Child{})}, .pages = {make(Page{})}});
        q = session.add(Parent{.name = "q"});
        c = p->children[0];
        d = p->children[1];
        page = p->pages[0];
        session.commit();
    }
    void forget() { // nothing is in memory any more
        session.commit();
        session.expire_all();
        for (auto each : {p, q}) (void)each->name.get();
        for (auto each : {c, d}) (void)each->parent_id.get();
    }
    std::size_t pages() { return session.select<Page>().all().size(); }
};

TEST_CASE_FIXTURE(Family, "moving a member to another list leaves the first one at once, and writes one UPDATE") {
    q->children.add(c);
    CHECK_FALSE(p->children.contains(c));
    CHECK(c->parent == q);
    Statements seen(db);
    session.flush();
    CHECK(seen.writes() == 1);
    CHECK(seen.count("UPDATE", "child") == 1);
}

TEST_CASE_FIXTURE(Family, "an owned member that another owner takes survives, from either side") {
    forget();
    SUBCASE("through the list") { q->pages.add(page); }
    SUBCASE("through its reference") { page->parent = q; }
    SUBCASE("through the list, while the first one is in memory") {
        CHECK(p->pages.size() == 1);
        q->pages.add(page);
    }
    session.flush();
    CHECK(pages() == 1);
    CHECK(q->pages.contains(page));
}

TEST_CASE_FIXTURE(
    Family, "an owned member that was taken out is deleted by the autoflush before another list is loaded") {
    session.expire<&Parent::pages>(q);
    p->pages.remove(page);
    CHECK_THROWS_AS(q->pages.add(page), UsageError);
    CHECK(state(page) == State::deleted);
}

TEST_CASE_FIXTURE(Family, "an owned member that was taken out moves where the other list is in memory") {
    CHECK(q->pages.empty());
    p->pages.remove(page);
    q->pages.add(page);
    session.flush();
    CHECK(pages() == 1);
}

TEST_CASE_FIXTURE(Family, "taking out and putting back writes nothing") {
    p->pages.remove(page);
    p->pages.add(page);
    CHECK_FALSE(is_modified(p));
    Statements seen(db);
    session.flush();
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Family, "a new owned member that is taken out leaves the session; one that nobody owns stays") {
    auto fresh_page = p->pages.add(Page{});
    auto fresh_child = p->children.add(Child{});
    p->pages.remove(fresh_page);
    p->children.remove(fresh_child);
    CHECK(state(fresh_page) == State::transient);
    CHECK(state(fresh_child) == State::pending);
    session.flush();
    CHECK(fresh_child->parent_id == std::nullopt);
}

TEST_CASE_FIXTURE(Family, "a member of an owning class that never had an owner is no orphan") {
    session.add(Page{});
    session.flush();
    CHECK(pages() == 2);
}

TEST_CASE_FIXTURE(Family, "a reference to an owner that is not in memory emits nothing, and the load shows it once") {
    forget();
    Statements seen(db);
    c->parent = q;
    CHECK(seen.count() == 0);
    session.flush();
    CHECK_FALSE(is_loaded<&Parent::children>(q));
    CHECK(q->children.size() == 1);
}

TEST_CASE_FIXTURE(Family, "changes queued for a list that is not in memory are laid over its rows") {
    forget();
    session.autoflush(false);
    SUBCASE("what came is there once") {
        auto fresh = session.add(Child{.parent = p});
        CHECK(p->children.size() == 3);
        CHECK(p->children[2] == fresh);
    }
    SUBCASE("what left is not there") {
        c->parent = nullptr;
        CHECK(p->children.size() == 1);
    }
    SUBCASE("and net out") {
        c->parent = q;
        c->parent = nullptr;
        c->parent = q;
        CHECK(q->children.size() == 1);
        CHECK(p->children.size() == 1);
    }
}

TEST_CASE_FIXTURE(Family, "adding to a list that is not in memory loads it first, and adds at the end") {
    forget();
    Statements seen(db);
    auto fresh = p->children.add(Child{});
    CHECK(seen.count("SELECT", "child") == 1);
    CHECK(p->children[2] == fresh);
}

TEST_CASE_FIXTURE(Family, "assigning to a list that is not in memory lets go of what its rows say") {
    forget();
    auto fresh = make(Child{});
    p->children = {fresh};
    session.flush();
    CHECK(c->parent_id == std::nullopt);
    CHECK(fresh->parent_id == 1);
}

TEST_CASE_FIXTURE(Family, "assigning to an owned list writes the new member before the old one goes") {
    auto fresh = make(Page{});
    p->pages = {fresh};
    session.flush();
    CHECK(fresh->id == 2); // the number of the first was still taken
    CHECK(pages() == 1);
}

TEST_CASE_FIXTURE(Family, "a new object's list is empty without asking") {
    session.autoflush(false);
    auto fresh = session.add(Parent{});
    Statements seen(db);
    CHECK(fresh->children.empty());
    CHECK(seen.count() == 0);
}

TEST_CASE_FIXTURE(
    Family, "a foreign key that is written leaves reference and lists as they are until they are expired") {
    CHECK(c->parent == p);
    c->parent_id = 2;
    session.flush();
    CHECK(c->parent == p);
    CHECK(p->children.contains(c));
    session.expire_all();
    CHECK(c->parent == q);
    CHECK_FALSE(p->children.contains(c));
}

TEST_CASE_FIXTURE(Family, "a deleted object stays in the lists that show it until they are read again") {
    session.erase(c);
    session.flush();
    CHECK(p->children.contains(c));
    session.expire(p);
    CHECK(p->children.size() == 1);
}

TEST_CASE_FIXTURE(Family, "taking out and deleting is one DELETE") {
    p->children.remove(c);
    session.erase(c);
    Statements seen(db);
    session.flush();
    CHECK(seen.writes() == 1);
    CHECK(seen.count("DELETE", "child") == 1);
}

TEST_CASE_FIXTURE(Family, "a member that moved away outlives its first owner") {
    q->children.add(c);
    q->pages.add(page);
    session.erase(p);
    session.flush();
    CHECK(c->parent_id == 2);
    CHECK(d->parent_id == std::nullopt);
    CHECK(pages() == 1);
}

TEST_CASE_FIXTURE(Family, "a member that must have an owner fails the flush, and the rollback puts it back") {
    auto strict = session.add(Strict{.rules = {make(Rule{})}});
    auto rule = strict->rules[0];
    session.commit();
    strict->rules.remove(rule);
    CHECK_THROWS_AS(session.flush(), IntegrityError);
    CHECK_THROWS_AS((void)session.select<Rule>().count(), TransactionDoomedError);
    session.rollback();
    CHECK(strict->rules.contains(rule));
    CHECK(rule->strict == strict);
}

TEST_CASE_FIXTURE(Family, "a rollback undoes what was flushed and what was not") {
    auto fresh = make(Page{});
    p->pages = {fresh};
    bool flushed = false;
    SUBCASE("flushed") {
        session.flush();
        flushed = true;
    }
    SUBCASE("not flushed") {}
    CHECK(state(page) == (flushed ? State::deleted : State::persistent));
    session.rollback();
    CHECK(state(page) == State::persistent);
    CHECK(state(fresh) == State::transient);
    CHECK(p->pages.size() == 1);
    CHECK(p->pages[0] == page);
}

TEST_CASE_FIXTURE(Family, "a savepoint's rollback restores what changed inside, and reads nothing else again") {
    CHECK(q->children.empty());
    session.begin_nested();
    p->children.add(Child{});
    session.flush();
    session.rollback_nested();
    CHECK(is_loaded<&Parent::name>(q));
    CHECK_FALSE(is_loaded<&Parent::name>(p));
    CHECK(p->children.size() == 2);
}

TEST_CASE_FIXTURE(
    Family, "replacing an owned single member: the old one loses its owner at once, and goes after the new one came") {
    auto person = session.add(Person{.photo = make(Photo{})});
    Ref<Photo> old = person->photo;
    session.commit();
    auto fresh = make(Photo{});
    person->photo = fresh;
    CHECK_FALSE(old->person);
    session.flush();
    CHECK(fresh->id == 2);
    CHECK(session.select<Photo>().count() == 1);
}

TEST_CASE_FIXTURE(Family, "a new single member that is assigned to a holder outside the session stays in it") {
    auto person = session.add(Person{.photo = make(Photo{})});
    Ref<Photo> photo = person->photo;
    auto outside = make(Person{});
    outside->photo = photo;
    CHECK_FALSE(person->photo);
    CHECK(state(photo) == State::pending);
}

TEST_CASE_FIXTURE(
    Family, "a single member that is given to a holder marked for deletion is not taken away from it in silence") {
    auto person = session.add(Person{});
    auto photo = session.add(Photo{});
    session.commit();
    session.erase(person);
    photo->person = person;
    session.erase(person); // again: the taking in does not count
    CHECK_THROWS_AS(session.flush(), IntegrityError);
}

TEST_CASE_FIXTURE(Family, "a new order in a list writes nothing and keeps the references") {
    p->children = {d, c};
    CHECK_FALSE(is_modified(p));
    CHECK(p->children[0] == d);
    CHECK(c->parent == p);
    Statements seen(db);
    session.flush();
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Family, "a member that a list holds twice stays until it is taken out twice") {
    p->children.add(c);
    p->children.remove(c);
    CHECK(c->parent == p);
    p->children.remove(c);
    CHECK_FALSE(c->parent);
    session.flush();
    CHECK(c->parent_id == std::nullopt);
}

TEST_CASE_FIXTURE(Family, "assigning another object's list moves all its members") {
    q->children = p->children;
    CHECK(p->children.empty());
    CHECK(q->children.size() == 2);
    CHECK(c->parent == q);
}

TEST_CASE_FIXTURE(Family, "a list assigned to itself is as it was, and a vector assigned to it is copied") {
    p->children = p->children;
    CHECK(p->children.size() == 2);
    p->children = p->children.snapshot();
    CHECK_FALSE(is_modified(p));
    std::vector<Ref<Child>> members{c};
    p->children = members;
    members.push_back(d);
    CHECK(p->children.size() == 1);
}

TEST_CASE_FIXTURE(Family, "a member that its reference showed already is added to a list a second time") {
    auto fresh = session.add(Child{.parent = p});
    p->children.add(fresh);
    CHECK(p->children.size() == 4);
    auto other = p->children.add(Child{});
    other->parent = p;
    CHECK(p->children.size() == 5);
}

TEST_CASE_FIXTURE(Family, "a value that went away and came back writes nothing") {
    p->name = "changed";
    CHECK(is_modified(p));
    p->name = "p";
    CHECK_FALSE(is_modified(p));
    Statements seen(db);
    session.flush();
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Family, "a value written to an expired object is not compared, and is written") {
    session.expire(p);
    Statements seen(db);
    p->name = "p";
    CHECK(seen.count() == 0);
    session.flush();
    CHECK(seen.count("UPDATE") == 1);
}

TEST_CASE_FIXTURE(Family, "an UPDATE that finds no row is an error, a DELETE that finds none is not") {
    session.execute("DELETE FROM child WHERE id = 1");
    SUBCASE("update") {
        c->parent = q;
        CHECK_THROWS_AS(session.flush(), StaleDataError);
    }
    SUBCASE("delete") {
        session.erase(c);
        CHECK_NOTHROW(session.flush());
    }
}

TEST_CASE_FIXTURE(Family, "a loaded list with changes is not replaced by a query that loads it again") {
    session.autoflush(false);
    auto fresh = make(Child{});
    p->children = {fresh, d, c};
    (void)session.select<Parent>().with<&Parent::children>().all();
    CHECK(p->children == std::vector{fresh, d, c});
}

TEST_CASE_FIXTURE(Family, "an object of another session is refused, and neither side has changed") {
    Session other(db);
    auto theirs = other.add(Child{});
    CHECK_THROWS_AS(session.add(theirs), UsageError);
    CHECK_THROWS_WITH_AS(p->children.add(theirs), doctest::Contains("belongs to another session than"), UsageError);
    CHECK(p->children.size() == 2);
    CHECK_FALSE(theirs->parent);
}

} // namespace subtle_lists
