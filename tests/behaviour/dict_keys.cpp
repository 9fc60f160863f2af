// SPDX-License-Identifier: MIT
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>
#include <map>

// Members of dictionaries whose keys change.

namespace dict_keys {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;

struct Item;
struct Note {
    Key<int> id;
    Mapped<std::optional<std::string>> keyword;
    Mapped<std::string> text;
    Mapped<int> page;
    One<Item> item;
    Mapped<std::optional<int>> item_id;
    std::size_t length() const { return text->size(); }
};
struct Item {
    Key<int> id;
    Dict<&Note::keyword, owned, pairs("item")> notes;
    Dict<&Note::keyword, by("second_item_id")> second; // no reference leads back
    Dict<keys<&Note::text, &Note::page>, by("place_item_id")> by_place;
    Dict<&Note::item_id, by("owner_item_id")> by_owner;
    Dict<&Note::length, by("length_item_id")> by_length; // a function
    Dict<&Note::keyword, untracked, by("untracked_item_id")> untracked_notes;
};

struct Archive {
    Engine db{"sqlite://"};
    Session session{(create_all<Item>(db), db)};
    Ref<Note> a = make(Note{.keyword = "a", .text = "one", .page = 1});
    Ref<Note> b = make(Note{.keyword = "b", .text = "three", .page = 2});
    Ref<Item> item = session.add(Item{.notes = {a, b}});
    Archive() { session.commit(); }

    std::string content() const {
        std::string all;
        for (const auto& [keyword, note] : item->notes) all += keyword + '=' + *note->text + ' ';
        return all;
    }
};

TEST_CASE_FIXTURE(Archive, "dict keys: a member that is given another key moves to it, at the place that it had") {
    a->keyword = "z";
    CHECK(content() == "z=one b=three ");
    CHECK(item->notes["z"] == a);
    CHECK(!item->notes.contains("a"));
    const Statements seen(db);
    session.flush();
    CHECK(seen.count("UPDATE", "note") == 1);
    CHECK(seen.writes() == 1); // it was no member that left and came
}

TEST_CASE_FIXTURE(Archive, "dict keys: every write counts, not only the first, before a flush and behind it") {
    a->keyword = "z";
    a->keyword = "y";
    session.flush();
    a->keyword = "x";
    session.commit();
    a->keyword = std::string("w");
    a->keyword = std::optional<std::string>("v");
    CHECK(content() == "v=one b=three ");
}

TEST_CASE_FIXTURE(Archive, "dict keys: they follow what is written in place, too") {
    a->keyword.edit([](auto& keyword) { *keyword += "!"; });
    CHECK(item->notes["a!"] == a);
    const std::size_t size = a->keyword.edit([](auto& keyword) { return (*keyword += "?").size(); });
    CHECK(size == 3);
    CHECK(item->notes["a!?"] == a);
    CHECK_THROWS_AS(a->keyword.edit([](auto& keyword) { keyword = "b"; }), ValueError);
    CHECK(a->keyword == "a!?");
}

TEST_CASE_FIXTURE(Archive, "dict keys: the key of another member is refused and nothing has changed") {
    const std::string text = message<ValueError>([&] { a->keyword = "b"; });
    CHECK(has(text, {"Note #1", "'b'", "Item::notes of Item #1", "Note #2", "rekey"}));
    CHECK(a->keyword == "a");
    CHECK(content() == "a=one b=three ");
    CHECK(!is_modified(a));
    const Statements seen(db);
    session.flush();
    CHECK(seen.count() == 0);
    a->keyword = "c"; // it is still watched
    CHECK(item->notes["c"] == a);
}

TEST_CASE_FIXTURE(Archive, "dict keys: a refused write of an expired key leaves it expired") {
    session.expire<&Note::keyword>(a);
    CHECK_THROWS_AS(a->keyword = "b", ValueError);
    CHECK(!is_loaded<&Note::keyword>(a));
    CHECK(a->keyword == "a");
    session.expire<&Note::keyword>(a);
    a->keyword = "c"; // moves without being read
    CHECK(item->notes["c"] == a);
    CHECK(item->notes.size() == 2);
}

TEST_CASE_FIXTURE(Archive, "dict keys: a member keeps its key until it has left") {
    const std::string text = message<KeyError>([&] { a->keyword = std::nullopt; });
    CHECK(has(text, {"Note #1", "Item::notes of Item #1", "'a'", "Note::keyword"}));
    CHECK(a->keyword == "a");
    item->notes.remove(a);
    a->keyword = std::nullopt;
    CHECK(!a->keyword.has_value());
}

TEST_CASE_FIXTURE(Archive, "dict keys: what has left is watched no longer, what comes back is again") {
    item->notes.remove(a);
    a->keyword = "b"; // nobody minds
    a->keyword = "c";
    CHECK(content() == "b=three ");
    item->notes.put(a);
    a->keyword = "d";
    CHECK(content() == "b=three d=one ");
}

TEST_CASE_FIXTURE(Archive, "dict keys: a dictionary that is loaded is followed as one that was filled") {
    session.expunge_all();
    const auto again = session.get<Item>(1);
    const auto note = again->notes["a"].ref();
    note->keyword = "z";
    CHECK(again->notes["z"] == note);
    CHECK_THROWS_AS(note->keyword = "b", ValueError);
}

TEST_CASE_FIXTURE(
    Archive, "dict keys: a member that is written before its dictionary is loaded is found where it belongs") {
    session.expire(item);
    a->keyword = "z";
    CHECK(content() == "z=one b=three ");
}

TEST_CASE_FIXTURE(Archive, "dict keys: each of several attributes moves the entry, and in all dictionaries") {
    item->by_place = {a, b};
    a->page = 7;
    CHECK(item->by_place.contains({"one", 7}));
    a->text = "eins";
    CHECK(item->by_place.at({"eins", 7}) == a);
    a->page = 2;
    CHECK_THROWS_AS(a->text = "three", ValueError);
    CHECK(a->text == "eins");
    a->keyword = "q";
    CHECK(item->notes["q"] == a);
    CHECK(item->by_place.at({"eins", 2}) == a);
}

TEST_CASE_FIXTURE(Archive, "dict keys: a write that one of two dictionaries refuses moves the entry in neither") {
    item->second = {a, make(Note{.keyword = "z"})};
    CHECK_THROWS_AS(a->keyword = "z", ValueError);
    CHECK(item->second["a"] == a);
    CHECK(item->notes["a"] == a);
    a->keyword = "y";
    CHECK(item->second["y"] == a);
    CHECK(item->notes["y"] == a);
}

TEST_CASE_FIXTURE(Archive, "dict keys: rekey exchanges keys at once") {
    item->notes.rekey({{"a", "b"}, {"b", "a"}});
    CHECK(content() == "b=one a=three ");
    CHECK(a->keyword == "b");
    session.commit();
    session.expire_all();
    CHECK(item->notes["b"] == a);
    CHECK(item->notes["a"] == b);
}

TEST_CASE_FIXTURE(Archive, "dict keys: rekey of several attributes, from a map") {
    item->by_place = {a, b};
    using Place = std::tuple<std::string, int>;
    item->by_place.rekey(std::map<Place, Place>{{{"one", 1}, {"three", 2}}, {{"three", 2}, {"four", 4}}});
    CHECK(a->text == "three");
    CHECK(a->page == 2);
    CHECK(item->by_place.at({"three", 2}) == a);
    CHECK(item->by_place.at({"four", 4}) == b);
}

TEST_CASE_FIXTURE(Archive, "dict keys: a rekey that is refused changes nothing") {
    const Ref<Note> c = item->notes.put(Note{.keyword = "c", .text = "five"});
    CHECK_THROWS_AS(item->notes.rekey({{"a", "b"}, {"zebra", "y"}}), KeyError);
    CHECK_THROWS_AS(item->notes.rekey({{"a", "b"}, {"b", "c"}}), ValueError);
    CHECK_THROWS_AS(item->notes.rekey({{"a", "x"}, {"b", "x"}}), ValueError);
    CHECK(content() == "a=one b=three c=five ");
    CHECK(a->keyword == "a");
    CHECK(b->keyword == "b");
    CHECK(!is_modified(a));
}

TEST_CASE_FIXTURE(Archive, "dict keys: an untracked dictionary leaves members where they entered, until rekey") {
    item->untracked_notes = {a, b};
    item->notes.clear();
    a->keyword = "z";
    CHECK(item->untracked_notes["a"] == a);
    CHECK(!item->untracked_notes.contains("z"));
    item->untracked_notes.rekey();
    CHECK(item->untracked_notes["z"] == a);
    item->untracked_notes.rekey({{"z", "b"}, {"b", "z"}});
    CHECK(item->untracked_notes["b"] == a);
    CHECK(a->keyword == "b");
    a->keyword = "z";
    CHECK_THROWS_AS(item->untracked_notes.rekey(), ValueError); // b stands there
    CHECK(item->untracked_notes["b"] == a);
}

TEST_CASE_FIXTURE(Archive, "dict keys: what a function says is asked again when a member is found") {
    item->by_length = {a, b};
    a->text = "fourth";
    CHECK(!item->by_length.contains(3));
    CHECK(item->by_length[6] == a);
    a->text = "three";
    CHECK_THROWS_AS((void)item->by_length.contains(6), ValueError); // the other one has five letters, too
    CHECK(item->by_length[5] == b);
}

TEST_CASE_FIXTURE(Archive, "dict keys: what a function says is asked again by the flush") {
    item->by_length = {a, b};
    session.flush();
    a->text = "fourth";
    session.flush();
    std::string found;
    for (const auto& [length, note] : item->by_length) found += std::to_string(length) + *note->text + ' ';
    CHECK(found == "6fourth 5three ");
    a->text = "three";
    const Statements seen(db);
    const std::string text = message<ValueError>([&] { session.flush(); });
    CHECK(has(text, {"Note #1", "Note #2", "Item::by_length", "5"}));
    CHECK(seen.writes() == 0);
    a->text = "fourth";
    session.flush(); // the transaction goes on
}

TEST_CASE_FIXTURE(Archive, "dict keys: lengths may be exchanged before a flush") {
    item->by_length = {a, b};
    a->text = "three";
    b->text = "one";
    session.flush();
    CHECK(item->by_length[5] == a);
    CHECK(item->by_length[3] == b);
}

TEST_CASE_FIXTURE(
    Archive, "dict keys: who has moved out of a function's key in the meantime is not put out by who comes") {
    item->by_length = {a};
    a->text = "longer";
    item->by_length.put(make(Note{.keyword = "c", .text = "two"}));
    CHECK(item->by_length.size() == 2);
    CHECK(item->by_length[6] == a);
    a->text = "a";
    item->by_length.put(a); // it is there already
    CHECK(item->by_length.size() == 2);
    CHECK(item->by_length[1] == a);
}

TEST_CASE_FIXTURE(Archive, "dict keys: a key that another program wrote is followed when the member is read again") {
    session.execute("UPDATE note SET keyword = 'z' WHERE id = 1");
    session.refresh(a);
    CHECK(item->notes["z"] == a);
    CHECK(!item->notes.contains("a"));
    session.execute("UPDATE note SET keyword = CASE id WHEN 1 THEN 'b' ELSE 'z' END");
    session.refresh(a); // the key is still the other's, in memory
    session.refresh(b);
    CHECK(item->notes["b"] == a);
    CHECK(item->notes["z"] == b);
}

TEST_CASE_FIXTURE(Archive, "dict keys: a foreign key that a flush fills is followed") {
    item->by_owner = {a};
    CHECK(item->by_owner[*item->id] == a);
    const Ref<Item> other = session.add(Item{});
    a->item = other;
    session.flush();
    CHECK(item->by_owner[*other->id] == a);
    CHECK(item->by_owner.size() == 1);
}

TEST_CASE_FIXTURE(Archive, "dict keys: a merged object moves the one that it is merged into") {
    Session elsewhere(db);
    const auto copy = elsewhere.get<Note>(1);
    copy->keyword = "merged";
    elsewhere.expunge_all();
    session.merge(copy);
    CHECK(item->notes["merged"] == a);
}

TEST_CASE_FIXTURE(Archive, "dict keys: a rollback goes back to the keys of the rows") {
    a->keyword = "z";
    session.flush();
    session.rollback();
    CHECK(content() == "a=one b=three ");
    a->keyword = "y";
    CHECK(item->notes["y"] == a);
}

TEST_CASE_FIXTURE(Archive, "dict keys: so does the rollback of a savepoint, and the expiry of a written key") {
    session.begin_nested();
    a->keyword = "z";
    session.flush();
    session.rollback_nested();
    CHECK(content() == "a=one b=three ");
    a->keyword = "z";
    session.expire(a);
    CHECK(item->notes["a"] == a);
    CHECK(item->notes.size() == 2);
}

TEST_CASE_FIXTURE(Archive, "dict keys: a member whose owner was destroyed with its session is written freely") {
    Ref<Note> kept;
    {
        Session other(db);
        kept = other.get<Item>(1)->notes["a"].ref();
    }
    kept->keyword = "z"; // still in the dictionary that dies with it
    CHECK(kept->keyword == "z");
}

TEST_CASE_FIXTURE(Archive, "dict keys: a write while the dictionary is iterated is noticed") {
    CHECK_THROWS_AS(
        [&] {
            for (const auto& [keyword, note] : item->notes) note->keyword = *note->text;
        }(),
        UsageError);
}

// ---- two rows with one key

template <auto... Options> struct Drawer;
template <auto... Options> struct Sheet {
    Key<int> id;
    Mapped<std::string> name;
    static constexpr auto table = athanor::table("sheets");
};
template <auto... Options> struct Drawer {
    Key<int> id;
    Dict<&Sheet<Options...>::name, by("drawer_id"), Options...> sheets;
    static constexpr auto table = athanor::table("drawers");
};
template <auto... Options> struct Office {
    Engine db{"sqlite://"};
    Session session{(create_all<Drawer<Options...>>(db), db)};
    Ref<Drawer<Options...>> drawer = session.add(Drawer<Options...>{});
    Office() {
        session.commit();
        session.execute("INSERT INTO sheets (id, name, drawer_id) VALUES (1, 'a', 1), (2, 'b', 1), (3, 'a', 1)");
        session.expire(drawer);
    }
};

TEST_CASE("dict keys: two rows with one key are an error that names both") {
    Office<> office;
    const std::string text = message<ValueError>([&] { (void)office.drawer->sheets.size(); });
    CHECK(has(text, {"sheets of Drawer", "#1", "'a'", "Sheet", "#3", "duplicates(keep_first)"}));
    office.session.execute("UPDATE sheets SET name = 'c' WHERE id = 3");
    office.session.expire_all();
    CHECK(office.drawer->sheets.size() == 3);
}

TEST_CASE("dict keys: duplicates(keep_first) and duplicates(keep_last) say which of them is shown") {
    Office<duplicates(keep_first)> first;
    CHECK(first.drawer->sheets.size() == 2);
    CHECK(first.drawer->sheets["a"]->id == 1);
    Office<duplicates(keep_last)> last;
    CHECK(last.drawer->sheets.size() == 2);
    CHECK(last.drawer->sheets["a"]->id == 3);
    CHECK(last.drawer->sheets["b"]->id == 2);
}

// ---- iteration and order

TEST_CASE_FIXTURE(Archive, "dict keys: changing a dictionary while it is iterated is noticed") {
    const auto changing = [&](auto&& change) {
        for (const auto& entry : item->notes) {
            (void)entry;
            change();
        }
    };
    CHECK_THROWS_AS(changing([&] { item->notes.erase("b"); }), UsageError);
    CHECK_THROWS_AS(changing([&] { item->notes.put(Note{.keyword = "q"}); }), UsageError);
    CHECK_THROWS_AS(changing([&] { item->notes.clear(); }), UsageError);
    item->notes = {a, b};
    const auto keywords = item->notes.keys();
    auto keyword = keywords.begin();
    item->notes.remove(a);
    CHECK_THROWS_AS((void)*keyword, UsageError);
    CHECK_THROWS_AS(++keyword, UsageError);
    for (const auto& note : item->notes.snapshot()) item->notes.remove(note);
    CHECK(item->notes.empty());
}

TEST_CASE_FIXTURE(Archive, "dict keys: erase by iterator goes on behind what it took, however much it takes") {
    for (int i = 0; i < 100; ++i) item->notes.put(Note{.keyword = std::to_string(i)});
    std::size_t seen = 0;
    for (auto entry = item->notes.begin(); entry != item->notes.end();) {
        ++seen;
        entry = (*entry).first.size() < 2 ? ++entry : item->notes.erase(entry);
    }
    CHECK(seen == 102);
    CHECK(item->notes.size() == 12); // a, b and the digits
}

struct Shelf;
struct Book {
    Key<int> id;
    Mapped<std::string> title;
    Mapped<int> year;
    One<Shelf> shelf;
};
struct Shelf {
    Key<int> id;
    Dict<&Book::title, ordered> books;
    Dict<keys<&Book::year, &Book::title>, ordered, by("year_shelf_id")> by_year;
};

struct Library {
    Engine db{"sqlite://"};
    Session session{(create_all<Shelf>(db), db)};
    Ref<Shelf> shelf =
        session.add(Shelf{.books = {make(Book{.title = "m", .year = 3}), make(Book{.title = "z", .year = 2}),
                              make(Book{.title = "b", .year = 1})}});
    Library() { session.commit(); }
    std::string titles() const {
        std::string all;
        for (const std::string& title : shelf->books.keys()) all += title + ' ';
        return all;
    }
};

TEST_CASE_FIXTURE(Library, "dict keys: an ordered dictionary goes through its members in the order of their keys") {
    CHECK(titles() == "b m z ");
    session.expire_all();
    CHECK(titles() == "b m z ");
    shelf->books.put(Book{.title = "k"});
    shelf->books.erase("m");
    CHECK(titles() == "b k z ");
    shelf->books["z"]->title = "a";
    CHECK(titles() == "a b k ");
    shelf->books.rekey({{"a", "x"}, {"b", "w"}});
    CHECK(titles() == "k w x ");
    CHECK(shelf->books.snapshot().front()->title == "k");
    CHECK(shelf->books.popitem().first == "x");
    session.rollback();
    CHECK(titles() == "b m z ");
}

TEST_CASE_FIXTURE(Library, "dict keys: an ordered dictionary finds the entries between two keys") {
    CHECK((*shelf->books.lower_bound("c")).first == "m");
    CHECK((*shelf->books.lower_bound("m")).first == "m");
    CHECK((*shelf->books.upper_bound("m")).first == "z");
    CHECK(shelf->books.upper_bound("z") == shelf->books.end());
    CHECK(shelf->books.find("y") == shelf->books.end());
    shelf->books.clear();
    CHECK(shelf->books.lower_bound("a") == shelf->books.end());
}

TEST_CASE_FIXTURE(Library, "dict keys: an ordered dictionary of tuples that stands alone") {
    Dict<keys<&Book::year, &Book::title>, ordered> loose{shelf->books["m"].ref(), shelf->books["b"].ref()};
    loose.put(shelf->books["z"].ref());
    std::string years;
    for (const auto& [key, book] : loose) years += std::to_string(std::get<0>(key));
    CHECK(years == "123");
    CHECK(loose.erase({2, "z"}) == 1);
    CHECK(loose.erase(loose.begin()) == loose.find({3, "m"}));
    shelf->books["m"]->year = 9;
    loose.rekey();
    CHECK(loose.contains({9, "m"}));
    loose.rekey({{{9, "m"}, {4, "n"}}});
    CHECK(loose.contains({4, "n"}));
    CHECK(shelf->books.contains("n"));
    shelf->by_year = loose.snapshot();
    CHECK(shelf->by_year.size() == 1);
}

TEST_CASE_FIXTURE(Library, "dict keys: an ordered dictionary of many members") {
    for (int i = 0; i < 500; ++i) shelf->books.put(Book{.title = std::to_string(1000 + i * 7 % 500)});
    CHECK(shelf->books.size() == 503);
    int next = 1000;
    for (auto title = shelf->books.keys().begin(); *title != "b"; ++title) CHECK(*title == std::to_string(next++));
    CHECK(next == 1500);
    for (int i = 0; i < 500; i += 2) shelf->books.remove(shelf->books.at(std::to_string(1000 + i)));
    CHECK(shelf->books.size() == 253);
    CHECK((*shelf->books.lower_bound("1000")).first == "1001");
    session.commit();
}

} // namespace dict_keys
