// SPDX-License-Identifier: MIT
// Where other libraries lose members of dictionaries, or the other side is not told.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace dict_surprises {
using namespace athanor;
using support::Statements;

struct Item;
struct Note {
    Key<int> id;
    Mapped<std::string> keyword;
    One<Item> item;
};
struct Item {
    Key<int> id;
    Dict<&Note::keyword, owned> notes;
};

struct Folder;
struct Sheet {
    Key<int> id;
    Mapped<std::string> title;
    One<Folder> folder;
};
struct Folder {
    Key<int> id;
    Dict<&Sheet::title, owned, untracked> sheets;
};

struct Archive {
    Engine db{"sqlite://"};
    Session session{(create_all<Item>(db), db)};
    Ref<Note> note = make(Note{.keyword = "a"}), other = make(Note{.keyword = "b"});
    Ref<Item> item = session.add(Item{.notes = {note, other}});
    Archive() { session.commit(); }
};

TEST_CASE_FIXTURE(Archive, "dict: a member that is taken out, renamed and put back is renamed and nothing else") {
    const auto taken = item->notes.pop("a");
    taken->keyword = "z";
    item->notes["z"] = taken;
    CHECK(note->item == item);
    const Statements seen(db);
    session.flush();
    CHECK(seen.writes() == 1);
    CHECK_MESSAGE(seen.text().find("SET \"keyword\" = ? WHERE") != std::string::npos, seen.text());
    CHECK(session.select<Note>().count() == 2);
}

TEST_CASE("dict: an owned member that stands under its old key and its new one is held until it has left both") {
    Engine db("sqlite://");
    create_all<Folder>(db);
    Session session(db);
    const auto sheet = make(Sheet{.title = "old"});
    const auto folder = session.add(Folder{.sheets = {sheet}});
    session.commit();
    sheet->title = "new";
    folder->sheets["new"] = sheet;
    CHECK(folder->sheets.size() == 2);
    CHECK(folder->sheets.erase("old") == 1);
    CHECK(folder->sheets["new"] == sheet);
    CHECK(sheet->folder == folder);
    session.commit();
    CHECK(session.select<Sheet>().where([](auto& s) { return s.folder != nullptr; }).count() == 1);
    folder->sheets.clear();
    session.commit();
    CHECK(session.select<Sheet>().count() == 0);
}

TEST_CASE_FIXTURE(Archive, "dict: a member whose key is written moves, keeps its owner and its row") {
    note->keyword = "z";
    CHECK(item->notes["z"] == note);
    CHECK_FALSE(item->notes.contains("a"));
    CHECK(note->item == item);
    session.commit();
    CHECK(note->item == item);
    CHECK(session.select<Note>().count() == 2);
}

TEST_CASE_FIXTURE(Archive, "dict: what update() puts in is told to both sides and to the session") {
    const auto fresh = make(Note{.keyword = "c"}), taker = make(Note{.keyword = "b"});
    item->notes.update({note, fresh, taker});
    CHECK(fresh->item == item);
    CHECK(state(fresh) == State::pending);
    CHECK_FALSE(other->item); // it had the key of one that came
    session.commit();
    CHECK(session.select<Note>().count() == 3);
}

TEST_CASE_FIXTURE(Archive, "dict: a reference that takes a key puts out the member that had it, on both sides") {
    const auto fresh = session.add(Note{.keyword = "a", .item = item});
    CHECK(item->notes["a"] == fresh);
    CHECK_FALSE(note->item);
    session.commit();
    CHECK(session.select<Note>().count() == 2);
}

} // namespace dict_surprises
