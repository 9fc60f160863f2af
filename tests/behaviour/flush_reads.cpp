// SPDX-License-Identifier: MIT
// What a flush reads before it writes, and what it can tell from that.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace flush_reads {
using namespace athanor;
using support::Statements;
struct Emp;
struct Note;

struct Dept {
    Key<int> id;
    Mapped<std::string> name;
    Mapped<std::optional<int>> head_id;
    List<Emp, pairs("dept")> emps;
    One<Emp, by("head_id"), post_update, alone> head;
};
struct Emp {
    Key<int> id;
    Mapped<std::optional<int>> dept_id;
    One<Dept, by("dept_id")> dept;
    List<Note> notes;
};
struct Note {
    Key<int> id;
    Mapped<std::optional<int>> emp_id;
    One<Emp> emp;
};

struct Firm {
    Engine db{"sqlite://"};
    Session session{db, unattached(skip)};
    Ref<Dept> sales;
    Ref<Emp> ann;
    Firm() {
        create_all<Dept>(db);
        sales = session.add(Dept{.name = "sales"});
        ann = session.add(Emp{});
        ann->dept = sales;
        session.commit();
    }
};

TEST_CASE_FIXTURE(Firm, "flush reads: NULL is not written into an expired row that the flush had to read") {
    session.expire_all();
    (void)ann->id.get();
    ann->dept = sales; // what it showed cannot be told without SQL
    sales->head = nullptr;
    const Statements seen(db);
    session.flush();
    CHECK(seen.count("SELECT") == 1);
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Firm, "flush reads: an expired owner whose row is gone is missed before anything is written") {
    session.execute("DELETE FROM emp");
    session.expire(ann);
    session.add(Dept{.name = "new"});
    session.add(Note{})->emp = ann;
    const Statements seen(db);
    CHECK_THROWS_AS(session.flush(), ObjectDeletedError);
    CHECK(seen.writes() == 0);
}

TEST_CASE_FIXTURE(Firm, "flush reads: a deleted object whose row is gone is missed, and a new row with its key stays") {
    session.execute("DELETE FROM emp");
    session.expire(ann);
    session.erase(Ref<Emp>(ann));
    session.add(Emp{});
    CHECK_THROWS_AS(session.flush(), ObjectDeletedError);
    session.rollback();
    session.add(Emp{});
    session.flush();
    CHECK(session.select<Emp>().count() == 2);
}

TEST_CASE_FIXTURE(Firm, "flush reads: a new owner outside the session does not keep a member from losing the old one") {
    session.expire_all();
    auto outside = make(Dept{.name = "outside"});
    outside->emps.add(ann); // stays outside, and so nothing is written for it
    session.erase(sales);
    session.flush();
    CHECK(session.execute("SELECT id FROM emp WHERE dept_id IS NULL").rows.size() == 1);
}

} // namespace flush_reads
