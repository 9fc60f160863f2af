// SPDX-License-Identifier: MIT
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <algorithm>
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace proxy_list_test {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;

struct Keyword {
    Key<int> id;
    Mapped<std::string> text;
};
struct User;
struct UserKeyword {
    Key<int> id;
    One<User> user;
    One<Keyword> keyword;
    Proxy<&UserKeyword::keyword, &Keyword::text> text;
    Mapped<std::string> note;
};
/// A word with a remark that only the function knows.
inline constexpr auto make_remarked = [](const std::string& text) { return UserKeyword{.note = text + '!'}; };
struct Word {
    Key<int> id;
    Mapped<std::string> text;
    Mapped<int> place;
};
struct User {
    Key<int> id;
    List<UserKeyword, owned> user_keywords;
    Proxy<&User::user_keywords, &UserKeyword::keyword> keywords;
    Proxy<&User::user_keywords, &UserKeyword::text> texts;
    List<Word, owned, by("user_id"), position<&Word::place>> all_words;
    Proxy<&User::all_words, &Word::text> words;
    Proxy<&User::user_keywords, &UserKeyword::note, make_remarked> notes;
};

struct Site {
    Engine db{"sqlite://"};
    Session session{(create_all<User>(db), db)};
    Ref<User> user = session.add(User{.words = {"a", "b", "c"}});
    Site() { session.commit(); }
    using Words = std::vector<std::string>;
};

TEST_CASE_FIXTURE(Site, "proxy through a list: it reads like a vector of the values") {
    CHECK(user->words == Words{"a", "b", "c"});
    CHECK(user->words != Words{"b", "a", "c"});
    CHECK(user->words != Words{"a", "b"});
    CHECK(user->words != Words{"a", "b", "c", "d"});
    CHECK(user->words.size() == 3);
    CHECK(user->words[1] == "b");
    CHECK(user->words.at(2) == "c");
    CHECK(user->words.front() == "a");
    CHECK(user->words.back() == "c");
    CHECK_THROWS_AS(user->words[3], const IndexError&);
    CHECK(user->words.contains("b"));
    CHECK(!user->words.contains("z"));
    CHECK(user->words.count("b") == 1);
    CHECK(user->words.find("c") - user->words.begin() == 2);
    CHECK(user->words.begin()[1] == "b");
    CHECK(Words(user->words.begin(), user->words.end()) == Words{"a", "b", "c"});
    CHECK(std::ranges::find(user->words, "b") - user->words.begin() == 1);
    CHECK(user->words.begin()->size() == 1);
    const User& read_only = *user;
    CHECK(read_only.words[0] == "a");
    CHECK(read_only.words.at(0) == "a");
}

TEST_CASE_FIXTURE(Site, "proxy through a list: what is put in becomes a member, where it was put") {
    user->words.push_back("d");
    user->words.insert(0, "first");
    user->words.add_all({"e", "f"});
    CHECK(user->words == Words{"first", "a", "b", "c", "d", "e", "f"});
    CHECK(user->all_words[0]->place == 0);
    CHECK(user->all_words[6]->place == 6);
    session.commit();
    CHECK(session.select<Word>().count() == 7);
}

TEST_CASE_FIXTURE(Site, "proxy through a list: assigning to a place changes the member that stands there") {
    const auto member = user->all_words.at(1);
    Statements seen(db);
    user->words[1] = "Bee";
    user->words[1] += "!";
    user->words.set(2, "C");
    CHECK(member->text == "Bee!");
    session.commit();
    CHECK(seen.count("INSERT") + seen.count("DELETE") == 0);
    CHECK(user->words == Words{"a", "Bee!", "C"});
    CHECK_THROWS_AS(user->words.set(3, "x"), const IndexError&);
}

TEST_CASE_FIXTURE(Site, "proxy through a list: whole assignment keeps the members of values that stay, once each") {
    const auto before = user->all_words.snapshot();
    user->words = {"c", "x", "a", "a"};
    CHECK(user->words == Words{"c", "x", "a", "a"});
    CHECK(user->all_words.at(0) == before[2]);
    CHECK(user->all_words.at(2) == before[0]);
    Statements seen(db);
    session.commit();
    CHECK(session.select<Word>().count() == 4);
    CHECK(seen.count("DELETE", "word") == 1);
}

TEST_CASE_FIXTURE(Site, "proxy through a list: taking out") {
    CHECK(user->words.pop() == "c");
    CHECK(user->words.pop(0) == "a");
    CHECK(user->words.remove("b"));
    CHECK(!user->words.remove("b"));
    CHECK_THROWS_AS(user->words.pop(), const IndexError&);
    user->words = Words{"p", "q", "r", "s", "t"};
    user->words.erase(0);
    user->words.erase(user->words.begin());
    user->words.erase_slice(2, 9);
    CHECK(user->words == Words{"r", "s"});
    user->words.pop_back();
    CHECK(user->words.remove_if([](const std::string& word) { return word == "r"; }) == 1);
    CHECK(user->words.empty());
    user->words.push_back("z");
    user->words.clear();
    session.commit();
    CHECK(session.select<Word>().count() == 0);
}

TEST_CASE_FIXTURE(Site, "proxy of a reference: the objects behind an association object") {
    const auto cpp = session.add(Keyword{.text = "c++"});
    user->keywords.push_back(cpp);
    user->keywords.push_back(Keyword{.text = "sql"});
    CHECK(user->keywords.size() == 2);
    CHECK(user->keywords.contains(cpp));
    CHECK(user->user_keywords.at(0)->user == user);
    session.commit();
    CHECK(session.select<Keyword>().count() == 2);
    std::string texts;
    for (const auto& keyword : user->keywords) texts += keyword->text + ' ';
    CHECK(texts == "c++ sql ");
    CHECK(user->keywords[1]->text == "sql");
    CHECK(user->keywords.remove(cpp));
    CHECK(user->keywords == std::vector{user->keywords.front().ref()});
    session.commit();
    CHECK(session.select<UserKeyword>().count() == 1);
    CHECK(session.select<Keyword>().count() == 2); // a keyword is nobody's own
    CHECK(session.select<User>().where([&](auto& u) { return u.keywords.contains(cpp); }).count() == 0);
    CHECK(session.select<User>()
              .where([](auto& u) { return u.keywords.any([](auto& keyword) { return keyword->text == "sql"; }); })
              .count() == 1);
}

TEST_CASE_FIXTURE(Site, "proxy of a proxy through a reference: two objects behind each value") {
    user->texts = {"c++", "sql"};
    CHECK(user->texts == Words{"c++", "sql"});
    CHECK(user->keywords[1]->text == "sql");
    user->texts[1] = "SQL";
    user->texts.push_back("orm");
    session.commit();
    CHECK(session.select<Keyword>().count() == 3);
    std::string all;
    for (const std::string& text : user->texts) all += text + ' ';
    CHECK(all == "c++ SQL orm ");
    CHECK(user->texts.contains("orm"));
    CHECK(user->texts.remove("c++"));
    CHECK(user->texts.pop() == "orm");
    session.commit();
    CHECK(session.select<User>().where([](auto& u) { return u.texts.contains("SQL"); }).count() == 1);
    CHECK(session.select<User>().where([](auto& u) { return u.texts.contains("orm"); }).count() == 0);
}

TEST_CASE_FIXTURE(Site, "proxy with a function: it makes the objects") {
    user->notes.push_back("x");
    user->notes.add_all(Words{"y"});
    CHECK(user->notes == Words{"x!", "y!"});
}

TEST_CASE_FIXTURE(Site, "proxy in a query: a member with the value") {
    session.add(User{.words = {"z"}});
    session.flush();
    CHECK(session.select<User>().where([](auto& u) { return u.words.contains("z"); }).count() == 1);
    CHECK(session.select<User>()
              .where([](auto& u) { return u.words.any([](auto& w) { return like(w, "%b%"); }); })
              .one() == user);
}

TEST_CASE("proxy through a list: on an object on the stack") {
    User user{.words = {"a"}};
    user.words.push_back("b");
    user.words.insert(1, "m");
    CHECK(user.words == std::vector<std::string>{"a", "m", "b"});
    CHECK(user.all_words.size() == 3);
    user.words = {"b"};
    CHECK(user.all_words.size() == 1);
    const auto made = make(std::move(user));
    CHECK(made->words == std::vector<std::string>{"b"});
}

} // namespace proxy_list_test
