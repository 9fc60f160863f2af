// SPDX-License-Identifier: MIT
// What users call, with both namespaces open; the options alone are in unit/typed/names.cpp. Here they make tables.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <iostream>
#include <map>
#include <numeric>
#include <ranges>
#include <regex>
#include <set>
#include <thread>
#include <tuple>
#include <variant>

#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

using namespace athanor;
using namespace std;

namespace options_under_using {

struct Book;
struct Reader;
struct Cover;
struct Remark;

struct Page {
    Key<int> id;
    Mapped<int> number;
    One<Book, by("book_id")> book;
    Column<int, column("book_id"), references("books.id", on_delete(cascade), on_update(no_action))> book_id;
};
struct Book {
    static constexpr auto table =
        athanor::table("books", unique_together("title", "year"), indexes("year"), checks("year > 0"));
    Key<int> id;
    Column<string, length(80), indexed> title;
    Column<int, column("year"), default_value(2000)> printed;
    Column<optional<string>, required> isbn;
    Column<string, deferred> text;
    Column<string, server_default("'new'")> condition;
    List<Page, owned, order_by<&Page::number>> pages;
    Set<Reader, via("loans")> readers;
    One<Cover, owned> cover;
    List<Remark, cascade(save_update, delete_cascade), by("book_id"), passive_deletes> remarks;
};
struct Reader {
    Key<string, length(20)> name;
    Set<Book> books;
    One<Reader, pairs("friends_of")> best_friend;
    List<Reader, pairs("best_friend"), view_only> friends_of;
};
struct Cover {
    Column<int, primary_key, not_generated> number;
    Column<string, unique_key> colour;
    One<Book, alone, column("second_book"), raise_on_load> other;
    One<Book> book;
    Dict<&Page::number, ordered, untracked, creating, duplicates(keep_last), by("cover_number")> numbered;
};
struct Remark {
    Key<int> id;
    Mapped<string> text;
};

TEST_CASE("both namespaces open: the options make tables, and the functions work on them") {
    Engine db("sqlite://");
    drop_all<Book>(db);
    create_all<Book>(db);
    Session session(db, autoflush(true), expire_on_commit, unattached(skip));
    auto book = session.add(Book{.title = "Moby",
        .isbn = "1",
        .pages = {make(Page{.number = 2}), make(Page{.number = 1})},
        .readers = {make(Reader{.name = "ann"})},
        .cover = make(Cover{.number = 7, .colour = "red"}),
        .remarks = {make(Remark{.text = "good"})}});
    session.commit();
    session.expunge_all();

    book = session.get<Book>(1);
    CHECK(book->printed == 2000);
    CHECK(book->condition == "new");
    CHECK(book->pages[0]->number == 1); // order_by
    CHECK(book->pages[0]->book_id == 1);
    CHECK(book->cover->colour == "red");
    CHECK(book->remarks.size() == 1);
    CHECK(session.execute("SELECT count(*) FROM loans").rows[0][0].integer() == 1);

    from<Book> b;
    auto found = session.select(b)
                     .where(like(b->title, "M%") && in(b->printed, {1999, 2000}) && between(b->id, 1, 9) &&
                         lower(b->title) == "moby" && !is_null(b->isbn) && char_length(b->title) == 4)
                     .order_by(asc(b->title), desc(b->id))
                     .with<&Book::readers>();
    CHECK(found.count() == 1);
    CHECK(found.one() == book);
    from<Page> page;
    const auto numbers = select(page->number).where(page->number > 0);
    CHECK(
        session
            .select(cast<std::string>(b->id), nullable(b->title), case_(when(b->id > 0, 1), otherwise(0)), count(page))
            .left_join(page, b->pages)
            .where(in(b->id, numbers) && exists(numbers) && or_(std::vector<Expr<bool>>{b->id > 0}))
            .group_by(b)
            .count() == 1);
    CHECK(union_(numbers, numbers).sql() != union_all(numbers, numbers).sql());
    CHECK(intersect(numbers, numbers).sql() != except(numbers, numbers).sql());
    CHECK(state(book) == State::persistent);
    CHECK(state(clone(*book)) == State::transient);
    session.erase(book);
    session.commit();
    CHECK(session.select<Page>().count() == 0);
    CHECK(session.select<Reader>().count() == 1);
}

} // namespace options_under_using
