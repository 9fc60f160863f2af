// SPDX-License-Identifier: MIT
// What a program can do with a Set, and what the other side and the database see of it.
#include "support/statements.hpp"
#include <algorithm>
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace set_operations {
using namespace athanor;
using support::Statements;
struct Tag;

struct Post {
    Key<int> id;
    Set<Tag> tags;
};
struct Tag {
    Key<int> id;
    Mapped<std::string> name;
    Set<Post> posts;
};

struct Blog {
    Engine db{"sqlite://"};
    Session session{db, autoflush(false)};
    Ref<Post> post;
    Ref<Tag> a, b, c, d;
    Blog() {
        create_all<Post>(db);
        a = session.add(Tag{.name = "a"});
        b = session.add(Tag{.name = "b"});
        c = session.add(Tag{.name = "c"});
        d = session.add(Tag{.name = "d"});
        post = session.add(Post{.tags = {a, b, c}});
        session.commit();
    }
    std::string names() const {
        std::string text;
        for (auto tag : post->tags) text += tag->name;
        return text;
    }
};

TEST_CASE_FIXTURE(Blog, "set: |= &= -= ^= change it as one operation, on both sides, writing the difference") {
    Statements seen(db);
    post->tags |= {c, d};
    CHECK(names() == "abcd");
    CHECK(d->posts.contains(post));
    post->tags -= std::vector{a, a};
    CHECK(names() == "bcd");
    CHECK(a->posts.empty());
    post->tags &= {d, b, a};
    CHECK(names() == "bd");
    post->tags ^= {d, a, c};
    CHECK(names() == "bac");
    seen.clear();
    session.commit();
    CHECK(seen.writes() == 0); // a, b and c, as before
}

TEST_CASE_FIXTURE(Blog, "set: the operators without = give handles and change nothing") {
    const auto other = session.add(Post{.tags = {d, b}});
    CHECK((post->tags | other->tags) == std::vector{a, b, c, d});
    CHECK((post->tags & other->tags) == std::vector{b});
    CHECK((post->tags - other->tags) == std::vector{a, c});
    CHECK((post->tags ^ other->tags) == std::vector{a, c, d});
    CHECK((post->tags ^ std::vector{d, d}) == std::vector{a, b, c, d});
    CHECK(names() == "abc");
}

TEST_CASE_FIXTURE(Blog, "set: sets are compared by what they hold, not by order") {
    CHECK(post->tags == std::vector{c, b, a});
    CHECK_FALSE(post->tags == std::vector{c, b});
    CHECK(post->tags.is_subset_of(std::vector{a, b, c, d}));
    CHECK_FALSE(post->tags.is_subset_of(std::vector{a, b, d}));
    CHECK(post->tags.is_superset_of(std::vector{c, c, b}));
    CHECK_FALSE(post->tags.is_superset_of(std::vector{d}));
    CHECK(post->tags.is_disjoint_from(std::vector{d}));
    CHECK_FALSE(post->tags.is_disjoint_from(std::vector{d, a}));
}

TEST_CASE_FIXTURE(Blog, "set: when one of several is refused, none of them enters or leaves") {
    Session elsewhere(db);
    const auto foreign = elsewhere.get<Tag>(4);
    CHECK_THROWS_AS((post->tags |= {d, foreign}), UsageError);
    CHECK_THROWS_AS((post->tags ^= {a, foreign}), UsageError);
    CHECK_THROWS_AS(post->tags.insert({d, Ref<Tag>()}), ValueError);
    CHECK(names() == "abc");
    CHECK(d->posts.empty());
    CHECK(a->posts.size() == 1);
}

TEST_CASE_FIXTURE(Blog, "set: pop takes the one that came last") {
    CHECK(post->tags.pop() == c);
    post->tags.add(a);
    CHECK(post->tags.pop() == b);
    post->tags.pop();
    CHECK_THROWS_AS(post->tags.pop(), KeyError);
}

TEST_CASE_FIXTURE(Blog, "set: insert and erase say whether they changed anything") {
    CHECK(post->tags.insert(d));
    CHECK_FALSE(post->tags.insert(d));
    CHECK(post->tags.erase(d) == 1);
    CHECK(post->tags.erase(d) == 0);
    CHECK_FALSE(post->tags.remove(Ref<Tag>()));
    CHECK(post->tags.count(a) == 1);
    CHECK(*post->tags.find(b) == b);
    CHECK(post->tags.find(d) == post->tags.end());
}

TEST_CASE_FIXTURE(Blog, "set: erasing through an iterator goes on with the next, however many have gone") {
    std::vector<Ref<Tag>> many;
    for (int i = 0; i < 100; ++i) many.push_back(make(Tag{.name = "x"}));
    post->tags |= many;
    std::size_t gone = 0;
    for (auto at = post->tags.begin(); at != post->tags.end(); ++gone) at = post->tags.erase(at);
    CHECK(gone == 103);
    CHECK(post->tags.empty());
}

TEST_CASE_FIXTURE(Blog, "set: a set that is no object's yet has the same operations") {
    Post value{.tags = {a, b, a}};
    CHECK(value.tags.size() == 2);
    value.tags ^= {b, c};
    CHECK(value.tags == std::vector{a, c});
    value.tags.remove_all({a, Ref<Tag>()});
    CHECK(value.tags.pop() == c);
    value.tags = std::vector{d};
    CHECK(value.tags == std::vector{d});
}

TEST_CASE_FIXTURE(Blog, "set: changing it while it is iterated is an error, over a snapshot it is none") {
    const auto clear_in_loop = [&] {
        for (auto tag : post->tags) {
            (void)tag;
            post->tags.clear();
            post->tags.add(d);
        }
    };
    CHECK_THROWS_AS(clear_in_loop(), UsageError);
    CHECK(names() == "d");
    for (auto tag : post->tags.snapshot()) post->tags.remove(tag);
    CHECK(post->tags.empty());
}

TEST_CASE_FIXTURE(Blog, "set: members leave by a condition, and algorithms read it through raw()") {
    CHECK(std::ranges::count_if(post->tags.raw(), [](const Tag* tag) { return tag->name != "a"; }) == 2);
    CHECK(post->tags.remove_if([](const Tag& tag) { return tag.name == "b"; }) == 1);
    CHECK(names() == "ac");
    CHECK(post->tags.raw().size() == 2);
}

TEST_CASE_FIXTURE(Blog, "set: a failing replacement of many puts all of them back") {
    std::vector<Ref<Tag>> many;
    for (int i = 0; i < 100; ++i) many.push_back(make(Tag{.name = "x"}));
    post->tags |= many;
    Session elsewhere(db);
    auto refused = post->tags - std::vector{a};
    refused.push_back(elsewhere.get<Tag>(4));
    CHECK_THROWS_AS(post->tags = refused, UsageError);
    CHECK(post->tags.size() == 103);
    CHECK(post->tags.contains(a));
    CHECK(*post->tags.begin() == a);
}

} // namespace set_operations
