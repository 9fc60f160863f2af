// SPDX-License-Identifier: MIT
// A collection that is out of date: who shows a member is not always who has it.
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace taken_elsewhere {
using namespace athanor;
struct Page;

struct Book {
    Key<int> id;
    List<Page, owned> pages;
};
struct Page {
    Key<int> id;
    Mapped<std::string> text;
    One<Book> book;
};

struct Library {
    Engine db{"sqlite://"};
    Session session{(create_all<Book>(db), db)};
    Ref<Book> a = session.add(Book{.pages = {make(Page{.text = "p"}), make(Page{.text = "q"})}});
    Ref<Book> b = session.add(Book{});
    Ref<Page> p = a->pages[0];
    Library() { session.commit(); }
};

// Whatever the first owner does with what it shows, the page of the second one stays.
void lose(Library& library) {
    auto& [db, session, a, b, p] = library;
    bool q_stays = false;
    SUBCASE("take it out") {
        a->pages.remove(p);
        q_stays = true;
    }
    SUBCASE("empty it") { a->pages.clear(); }
    SUBCASE("assign it") { a->pages = {}; }
    SUBCASE("delete it") { session.erase(a); }
    session.commit();
    CHECK(session.select<Page>().count() == (q_stays ? 2 : 1));
    CHECK(p->book == b);
    CHECK(b->pages.size() == 1);
}

TEST_CASE_FIXTURE(
    Library, "taken away elsewhere: an owner that still shows a member does not delete it, unasked before") {
    session.rollback();
    session.autoflush(false);
    b->pages.push_back(p);
    CHECK(a->pages.size() == 2);
    session.commit();
    lose(*this);
}

TEST_CASE_FIXTURE(Library, "taken away elsewhere: an owner that still shows a member does not delete it, read again") {
    a->pages.size();
    session.execute("UPDATE page SET book_id = 2 WHERE id = 1");
    session.refresh(p);
    CHECK(a->pages.size() == 2);
    SUBCASE("with its owner") { CHECK(p->book == b); }
    SUBCASE("without") {}
    a->pages.remove(p);
    session.commit();
    CHECK(session.select<Page>().count() == 2);
    CHECK(p->book == b);
}

TEST_CASE_FIXTURE(
    Library, "taken away elsewhere: an owner that still shows a member does not delete it, by any change") {
    a->pages.size();
    session.execute("UPDATE page SET book_id = 2 WHERE id = 1");
    session.refresh(p);
    lose(*this);
}

} // namespace taken_elsewhere
