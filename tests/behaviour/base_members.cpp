// SPDX-License-Identifier: MIT
// What a class has from base<B>() is used like its own members.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace base_members {
using namespace athanor;
using support::Statements;
class Note;

/// An aggregate, no entity.
struct Dated {
    Mapped<int> year = 0;
};
/// Described itself, with a relationship that every derived class has, too.
class Thing : public Dated {
public:
    Thing() = default;
    Column<std::string, unique_key> name;
    Set<Note, via("noted"), by("thing"), order_by<&Dated::year>> notes;
    One<Note> first;

protected:
    friend struct athanor::describe<Thing>;
    Mapped<std::optional<int>> weight_;
};
class Tool : public Thing {
public:
    Tool() = default;
    explicit Tool(std::string called) { name = std::move(called); }
    int weight() const { return *weight_.get(); }
    Key<int> id;
};
class Note : public Dated {
public:
    Note() = default;
    Note(std::string said, int when) : text(std::move(said)) { year = when; }
    Key<int> id;
    Mapped<std::string> text;
};

} // namespace base_members

template <>
struct athanor::describe<base_members::Thing>
    : athanor::members<athanor::base<base_members::Dated>, &base_members::Thing::name, &base_members::Thing::notes,
          &base_members::Thing::first, &base_members::Thing::weight_> {};
template <>
struct athanor::describe<base_members::Tool>
    : athanor::members<athanor::base<base_members::Thing>, &base_members::Tool::id> {};
template <>
struct athanor::describe<base_members::Note>
    : athanor::members<athanor::base<base_members::Dated>, &base_members::Note::id, &base_members::Note::text> {};

namespace base_members {

struct Shop {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<Tool> saw, file;
    Shop() {
        create_all<Tool>(db);
        saw = session.add(Tool("saw"));
        file = session.add(Tool("file"));
        saw->notes = {session.add(Note("late", 9)), session.add(Note("early", 1))};
        file->first = session.add(Note("other", 5));
        session.commit();
    }
};

TEST_CASE_FIXTURE(Shop, "base members: a bulk update sets them, and objects read them again") {
    CHECK(session.update<Tool>().set<&Tool::year>(3).where([](auto& t) { return t.name == "saw"; }).execute() == 1);
    CHECK(saw->year == 3);
    CHECK(file->year == 0);
    CHECK(session.update<Tool>().set<&Tool::year>([](auto& t) { return t.year + 1; }).execute() == 2);
    CHECK(saw->year == 4);
    CHECK(session.update<Note>().set<&Note::year>(7).execute() == 3);
    from<Tool> t;
    session.update(t).set(t->name, t->name + "!").set(t->first, nullptr).where(t->year > 3).execute();
    CHECK(saw->name == "saw!");
}

TEST_CASE_FIXTURE(Shop, "base members: a bulk erase goes by them") {
    CHECK(session.erase<Note>().where([](auto& n) { return n.year == 5 && n.text == "nobody"; }).execute() == 0);
    session.update<Tool>().set<&Tool::year>(3).where([](auto& t) { return t.name == "file"; }).execute();
    CHECK(session.erase<Tool>().where([](auto& t) { return t.year == 3; }).execute() == 1);
    CHECK(session.select<Tool>().one() == saw);
}

TEST_CASE_FIXTURE(Shop, "base members: a bulk insert takes them from a query, and updates them where a row is there") {
    from<Note> n;
    CHECK(session.insert<Tool>().from<&Tool::name, &Tool::year>(select(n->text, n->year)).execute() == 3);
    CHECK(session.select<Tool>().where([](auto& t) { return t.name == "late"; }).one()->year == 9);
    CHECK(session.insert<Tool>()
              .add(Tool("saw"))
              .on_conflict<&Tool::name>()
              .set<&Tool::year>([](auto& t) { return t.year + 100; })
              .execute() == 1);
    CHECK(saw->year == 100);
    Tool other("saw");
    other.year = 5;
    CHECK(session.insert<Tool>().add(std::move(other)).on_conflict<&Tool::name>().update<&Tool::year>().execute() == 1);
    CHECK(saw->year == 5);
}

TEST_CASE_FIXTURE(Shop, "base members: with_parent takes a collection or reference of the base") {
    CHECK(session.select<Note>().with_parent<&Tool::notes>(saw).count() == 2);
    CHECK(session.select<Note>().with_parent<&Tool::notes>(file).count() == 0);
    CHECK(session.select<Note>().with_parent<&Tool::first>(file).one()->text == "other");
}

TEST_CASE_FIXTURE(Shop, "base members: a collection is loaded in the order of one") {
    session.expunge_all();
    const auto again = session.select<Tool>().where([](auto& t) { return t.name == "saw"; }).one();
    std::string texts;
    for (auto note : again->notes) texts += note->text + " ";
    CHECK(texts == "early late ");
}

TEST_CASE_FIXTURE(Shop, "base members: a query reaches what only the description of the base names") {
    session.execute("UPDATE tool SET weight = 8 WHERE name = 'saw'");
    session.expire(saw);
    CHECK(session.select<Tool>().where([](auto& t) { return attr<"weight">(t) == 8; }).one()->weight() == 8);
    from<Tool> t;
    CHECK(session.update(t).set(attr<"weight">(*t), 9).where(attr<"weight">(*t) > 1).execute() == 1);
    CHECK(saw->weight() == 9);
}

} // namespace base_members
