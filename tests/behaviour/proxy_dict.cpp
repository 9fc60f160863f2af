// SPDX-License-Identifier: MIT
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>
#include <map>

namespace proxy_dict_test {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;

struct Note {
    Key<int> id;
    Mapped<std::string> keyword;
    Mapped<std::string> text;
    Mapped<int> length;
    std::string initial() const { return keyword->substr(0, 1); }
};
inline constexpr auto make_note = [](const std::string& initial, int length) {
    return Note{.keyword = initial + "...", .length = length};
};
struct City {
    Key<int> id;
    Mapped<std::string> name;
};
struct Stay {
    Key<int> id;
    Mapped<std::string> year;
    One<City> city;
    Proxy<&Stay::city, &City::name> city_name;
};
struct Item {
    Key<int> id;
    Dict<&Stay::year, owned, by("item_id")> stays;
    Proxy<&Item::stays, &Stay::city_name> cities;
    Dict<&Note::keyword, owned, by("item_id")> all_notes;
    Proxy<&Item::all_notes, &Note::text> notes;
    Proxy<&Item::all_notes, &Note::length> lengths;
    Dict<&Note::initial, by("other_id")> by_initial;
    Proxy<&Item::by_initial, &Note::length, make_note> initials;
    One<City> city;
    Proxy<&Item::city, &City::name> city_name;
};

struct Archive {
    using Notes = std::map<std::string, std::string>;
    Engine db{"sqlite://"};
    Session session{(create_all<Item>(db), db)};
    Ref<Item> item = session.add(Item{.notes = {{"a", "one"}, {"b", "two"}}});
    Archive() { session.commit(); }
};

TEST_CASE_FIXTURE(Archive, "proxy through a dictionary: it reads like a map of the values") {
    CHECK(item->notes == Notes{{"a", "one"}, {"b", "two"}});
    CHECK(item->notes != Notes{{"a", "one"}});
    CHECK(item->notes != Notes{{"a", "one"}, {"b", "other"}});
    CHECK(item->notes != Notes{{"a", "one"}, {"b", "two"}, {"c", ""}});
    CHECK(item->notes.size() == 2);
    CHECK(item->notes["a"] == "one");
    CHECK(item->notes.at("b") == "two");
    CHECK(item->notes.get("z", "none") == "none");
    CHECK(item->notes.get("a", "none") == "one");
    CHECK(item->notes.contains("a"));
    CHECK(item->notes.count("z") == 0);
    CHECK(item->notes.find("a")->second == "one");
    CHECK(item->notes.find("z") == item->notes.end());
    std::string keys;
    for (const auto& key : item->notes.keys()) keys += key;
    CHECK(keys == "ab");
    const std::string copy = item->notes["b"];
    CHECK(copy == "two");
    const Item& read_only = *item;
    CHECK(read_only.notes["a"] == "one");
}

TEST_CASE_FIXTURE(
    Archive, "proxy through a dictionary: a missing key is an error where it is read, and makes nothing") {
    CHECK(has(message<KeyError>([&] { item->notes.at("z"); }), {"Item::all_notes", "'z'"}));
    CHECK(has(message<KeyError>([&] { (void)item->notes["z"].get(); }), {"Item::all_notes", "'z'"}));
    CHECK(item->notes.size() == 2);
}

TEST_CASE_FIXTURE(Archive, "proxy through a dictionary: a key that is there keeps its member, another one gets one") {
    const auto first = item->all_notes.at("a");
    item->notes["a"] = "uno";
    item->notes["c"] = "tre";
    CHECK(first->text == "uno");
    CHECK(item->all_notes.at("c")->keyword == "c");
    CHECK(!item->notes.insert_or_assign("a", "one").second);
    CHECK(item->notes.insert_or_assign("d", "four").second);
    CHECK(!item->notes.try_emplace("d", "other").second);
    CHECK(!item->notes.insert({"d", "other"}).second);
    CHECK(item->notes.setdefault("d", "other") == "four");
    CHECK(item->notes.setdefault("e", "five") == "five");
    item->notes.at("e") += "!";
    item->lengths["e"] += 3;
    item->lengths["e"] -= 1;
    CHECK(item->lengths["e"] == 2);
    CHECK(item->lengths["e"] + 1 == 3);
    Statements seen(db);
    session.commit();
    CHECK(seen.count("DELETE") == 0);
    CHECK(item->notes == Notes{{"a", "one"}, {"b", "two"}, {"c", "tre"}, {"d", "four"}, {"e", "five!"}});
}

TEST_CASE_FIXTURE(Archive, "proxy through a dictionary: several at once") {
    const auto first = item->all_notes.at("a");
    item->notes.update({{"a", "uno"}, {"c", "tre"}});
    item->notes.update(Notes{{"d", "four"}});
    CHECK(item->notes.size() == 4);
    item->notes = Notes{{"a", "one"}, {"e", "five"}};
    CHECK(item->notes == Notes{{"a", "one"}, {"e", "five"}});
    CHECK(item->all_notes.at("a") == first);
    item->notes = {{"e", "six"}};
    session.commit();
    CHECK(session.select<Note>().count() == 1);
    CHECK(item->notes.popitem() == std::pair<std::string, std::string>("e", "six"));
    CHECK_THROWS_AS(item->notes.popitem(), const KeyError&);
    item->notes["f"] = "seven";
    item->notes.clear();
    CHECK(item->notes.empty());
}

TEST_CASE_FIXTURE(Archive, "proxy through a dictionary: taking out") {
    CHECK(item->notes.pop("a") == "one");
    CHECK_THROWS_AS(item->notes.pop("a"), const KeyError&);
    CHECK(item->notes.pop("a", "none") == "none");
    CHECK(item->notes.erase("b") == 1);
    CHECK(item->notes.erase("b") == 0);
    session.commit();
    CHECK(session.select<Note>().count() == 0);
    item->notes = {{"x", "1"}, {"y", "2"}};
    item->notes.erase(item->notes.find("x"));
    CHECK(item->notes == Notes{{"y", "2"}});
}

TEST_CASE_FIXTURE(Archive, "proxy through a dictionary of proxies through references") {
    item->cities["1999"] = "Rome";
    item->cities["2001"] = "Oslo";
    const auto rome = item->stays.at("1999")->city.ref();
    item->cities["1999"] = "Roma";
    CHECK(rome->name == "Roma");
    CHECK(item->cities["1999"] == "Roma");
    CHECK(item->cities.at("2001").get() == "Oslo");
    session.commit();
    CHECK(item->cities == Notes{{"1999", "Roma"}, {"2001", "Oslo"}});
    item->cities = {{"2001", "Bergen"}};
    session.commit();
    CHECK(item->cities == Notes{{"2001", "Bergen"}});
    CHECK(session.select<Stay>().count() == 1);
    CHECK(item->cities.pop("2001") == "Bergen");
}

TEST_CASE_FIXTURE(Archive, "proxy through a dictionary keyed by a function: a function makes the members") {
    item->initials["q"] = 7;
    CHECK(item->by_initial.at("q")->keyword == "q...");
    item->initials["q"] = 8;
    CHECK(item->initials == std::map<std::string, int>{{"q", 8}});
}

TEST_CASE_FIXTURE(Archive, "proxy through a dictionary in a query: its keys") {
    CHECK(session.select<Item>().where([](auto& i) { return i.notes.contains("a"); }).count() == 1);
    CHECK(session.select<Item>().where([](auto& i) { return i.notes.contains("z"); }).count() == 0);
    CHECK(session.select<Item>()
              .where([](auto& i) { return i.notes.any([](auto& text) { return text == "two"; }); })
              .count() == 1);
}

TEST_CASE_FIXTURE(Archive, "proxy through a reference: the value of the object it points at") {
    CHECK(!item->city_name.has_value());
    CHECK(item->city_name.value_or("nowhere") == "nowhere");
    CHECK(item->city_name != "Rome");
    CHECK(has(message<UsageError>([&] { (void)item->city_name.get(); }), {"Item::city"}));
    item->city_name = "Rome";
    const auto rome = item->city.ref();
    CHECK(rome->name == "Rome");
    item->city_name = "Roma";
    CHECK(item->city == rome);
    CHECK(item->city_name == "Roma");
    CHECK(item->city_name->size() == 4);
    CHECK(std::string(item->city_name) == "Roma");
    session.commit();
    CHECK(session.select<Item>().where([](auto& i) { return i.city_name == "Roma"; }).count() == 1);
    CHECK(session.select<Item>().where([](auto& i) { return i.city_name != "Roma"; }).count() == 0);
    CHECK(session.select<Item>().where([](auto& i) { return *i.city_name > "M"; }).count() == 1);
    CHECK(session.select<Item>()
              .where([](auto& i) { return i.city_name.has([](auto& name) { return name == "x"; }); })
              .count() == 0);
    CHECK(session.select<Item>().where([](auto& i) { return i.city_name.has(); }).count() == 1);
    item->city_name.reset();
    CHECK(item->city == nullptr);
    CHECK(make(Item{.city_name = "Oslo"})->city->name == "Oslo");
}

} // namespace proxy_dict_test
