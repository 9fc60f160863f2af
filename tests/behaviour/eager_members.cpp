// SPDX-License-Identifier: MIT
// Relationships whose options say that they are loaded with their owner.
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace eager_members {
using namespace athanor;
using support::Statements;
struct Post;
struct Tag;
struct Profile;
struct Note;

struct User {
    Key<int> id;
    Mapped<std::string> name;
    One<Profile, joined, owned> profile;
    List<Post, selectin, owned> posts;
};
struct Profile {
    Key<int> id;
    Mapped<std::string> text;
    One<User> user;
};
struct Post {
    Key<int> id;
    Mapped<std::string> title;
    One<User, selectin> author;
    Set<Tag, subquery> tags;
    List<Note> notes;
};
struct Tag {
    Key<int> id;
    Mapped<std::string> name;
    Set<Post, immediate> posts;
};
struct Note {
    Key<int> id;
    One<Post, joined> post;
};

std::string titles(const Ref<User>& user) {
    std::string text;
    for (auto post : user->posts) text += post->title;
    return text;
}

struct Blog {
    Engine db{"sqlite://"};
    Session session{db};
    Blog() {
        create_all<User>(db);
        auto cpp = make(Tag{.name = "cpp"});
        auto sql = make(Tag{.name = "sql"});
        session.add(User{.name = "ed",
            .profile = make(Profile{.text = "hi"}),
            .posts = {make(Post{.title = "a", .tags = {cpp, sql}, .notes = {make(Note{})}}),
                make(Post{.title = "b", .tags = {cpp}})}});
        session.add(User{.name = "mary", .posts = {make(Post{.title = "c", .tags = {sql}})}});
        session.add(User{.name = "nobody"});
        session.commit();
        session.expunge_all();
    }
    template <class T> void check_silent(const T& read) {
        const Statements seen(db);
        read();
        INFO(seen.text());
        CHECK(seen.count() == 0);
    }
};

TEST_CASE_FIXTURE(Blog, "eager: a query loads what its class says, and what the members' classes say") {
    const Statements seen(db);
    const auto users = session.select<User>().all();
    INFO(seen.text());
    CHECK(seen.count() == 3); // users with profiles, posts, tags
    CHECK(seen.text().find("LEFT JOIN \"profile\"") != std::string::npos);
    check_silent([&] {
        REQUIRE(users.size() == 3);
        CHECK(users[0]->profile->text == "hi");
        CHECK(!users[1]->profile);
        CHECK(titles(users[0]) == "ab");
        CHECK(users[0]->posts[0]->tags.size() == 2);
        CHECK(users[1]->posts[0]->tags.size() == 1);
        CHECK(users[2]->posts.empty());
    });
}

TEST_CASE_FIXTURE(Blog, "eager: it does not lead back to a class on its way") {
    const auto posts = session.select<Post>().all();
    check_silent([&] {
        CHECK(posts[0]->author->profile->text == "hi");
        CHECK(posts[0]->tags.size() == 2);
    });
    CHECK(!is_loaded<&User::posts>(posts[0]->author.ref()));
    for (auto tag : posts[0]->tags) CHECK(!is_loaded<&Tag::posts>(tag));
}

TEST_CASE_FIXTURE(Blog, "eager: get brings it, and reads of what is in memory do not ask again") {
    const auto ed = session.get<User>(1);
    check_silent([&] {
        CHECK(titles(ed) == "ab");
        CHECK(ed->profile->text == "hi");
        CHECK(session.get<User>(1) == ed);
    });
}

TEST_CASE_FIXTURE(Blog, "eager: refresh and the read of an expired value bring it") {
    const auto ed = session.get<User>(1);
    session.refresh(ed);
    check_silent([&] { CHECK(titles(ed) == "ab"); });
    session.expire(ed);
    CHECK(ed->name == "ed");
    check_silent([&] { CHECK(titles(ed) == "ab"); });
    session.expire(ed);
    CHECK(session.get<User>(1) == ed);
    check_silent([&] { CHECK(titles(ed) == "ab"); });
    session.expire<&User::posts>(ed);
    CHECK(ed->name == "ed");
    CHECK(!is_loaded<&User::posts>(ed));
}

TEST_CASE_FIXTURE(Blog, "eager: a lazy load brings what its members' class says") {
    const auto post = session.get<Post>(1);
    const auto note = post->notes[0];
    CHECK(is_loaded<&Note::post>(note));
    session.expunge_all();
    const auto again = session.select<Note>().with<&Note::post>(lazy).one();
    CHECK(!is_loaded<&Note::post>(again));
    CHECK(again->post->title == "a");
    check_silent([&] { CHECK(again->post->tags.size() == 2); });
}

TEST_CASE_FIXTURE(Blog, "eager: a reference that the identity map answers brings nothing") {
    const auto users = session.select<User>().with<&User::posts>(lazy).all();
    const auto post = session.select<Post>().with<&Post::author>(lazy).first();
    check_silent([&] { CHECK(post->author == users[0]); });
    CHECK(!is_loaded<&User::posts>(users[0]));
}

TEST_CASE_FIXTURE(Blog, "eager: a query has the last word") {
    Statements seen(db);
    auto users = session.select<User>().with<&User::posts>(lazy).with<&User::profile>(lazy).all();
    CHECK(seen.count() == 1);
    CHECK(seen.text().find("JOIN") == std::string::npos);
    CHECK(!is_loaded<&User::posts>(users[0]));
    session.expunge_all();
    seen.clear();
    users = session.select<User>().with<&User::posts>(joined).with<&User::profile>().all();
    CHECK(seen.count() == 3); // users with posts, profiles, tags
    CHECK(seen.text().find("LEFT JOIN \"post\"") != std::string::npos);
    check_silent([&] { CHECK(users[0]->posts[0]->tags.size() == 2); });
}

TEST_CASE_FIXTURE(Blog, "eager: a query has the last word on the members' class, too") {
    auto users = session.select<User>().with<&User::posts, &Post::tags>(lazy).all();
    CHECK(titles(users[0]) == "ab");
    CHECK(!is_loaded<&Post::tags>(users[0]->posts[0]));
    session.expunge_all();
    users = session.select<User>().with<&User::posts, &Post::tags>(lazy).with<&User::posts, &Post::notes>().all();
    CHECK(!is_loaded<&Post::tags>(users[0]->posts[0]));
    CHECK(is_loaded<&Post::notes>(users[0]->posts[0]));
    session.expunge_all();
    users = session.select<User>().with<&User::posts>(lazy).with<&User::posts, &Post::notes>().all();
    CHECK(is_loaded<&Post::notes>(users[0]->posts[0]));
}

TEST_CASE_FIXTURE(Blog, "eager: what is said of a path goes back to where options do not") {
    const auto posts = session.select<Post>().with<&Post::author, &User::posts>().all();
    check_silent([&] { CHECK(titles(posts[0]->author) == "ab"); });
}

TEST_CASE_FIXTURE(Blog, "eager: rows of several outputs, SQL text and the first object bring it") {
    from<User> u;
    for (auto [user, name] : session.select(u, u->name).order_by(u->id)) {
        CHECK(is_loaded<&User::posts>(user));
        CHECK(is_loaded<&User::profile>(user));
    }
    session.expunge_all();
    const auto users = session.from_sql<User>("SELECT * FROM user ORDER BY id");
    check_silent([&] { CHECK(titles(users[0]) == "ab"); });
    session.expunge_all();
    const auto first = session.select<User>().order_by([](auto& user) { return desc(user.id); }).first();
    CHECK(first->name == "nobody");
    CHECK(is_loaded<&User::posts>(first));
    session.expunge_all();
    CHECK(session.select<User>().with<&User::posts>(joined).first()->posts.size() == 2);
}

TEST_CASE_FIXTURE(Blog, "eager: what is in memory stays, with its changes; populate_existing reads it again") {
    session.autoflush(false);
    const auto ed = session.get<User>(1);
    ed->posts.add(Post{.title = "new"});
    auto users = session.select<User>().all();
    CHECK(titles(ed) == "abnew");
    ed->posts[0]->title = "changed";
    users = session.select<User>().populate_existing().all();
    check_silent([&] { CHECK(titles(ed) == "ab"); });
}

TEST_CASE_FIXTURE(Blog, "eager: an object that is in memory without it gets it from the next query") {
    auto users = session.select<User>().with<&User::posts>(lazy).all();
    users = session.select<User>().all();
    check_silent([&] { CHECK(titles(users[0]) == "ab"); });
}

TEST_CASE_FIXTURE(Blog, "eager: a stream leaves it out, as everything behind its objects") {
    for (const User& user : session.select<User>().stream()) CHECK_THROWS_AS((void)user.posts.size(), DetachedError);
}

TEST_CASE_FIXTURE(Blog, "eager: what a flush reads for itself comes alone") {
    session.erase(session.select<Tag>().with<&Tag::posts>(lazy).first());
    const Statements seen(db);
    session.flush();
    INFO(seen.text());
    CHECK(seen.count("SELECT", "post") == 1);
    CHECK(seen.count("SELECT", "user") == 0);
}

TEST_CASE_FIXTURE(Blog, "eager: a new owner may be set before the old one was read") {
    const auto mary = session.get<User>(2);
    const auto post = session.select<Post>().with<&Post::author>(lazy).first();
    post->author = mary;
    CHECK(titles(mary) == "ca");
    CHECK(titles(session.get<User>(1)) == "b");
    session.commit();
    session.expunge_all();
    CHECK(titles(session.get<User>(2)) == "ac");
}

// ---- a class and itself

struct Node {
    Key<int> id;
    Mapped<std::string> name;
    One<Node, joined, pairs("children")> parent;
    List<Node, selectin> children;
};

struct Tree {
    Engine db{"sqlite://"};
    Session session{db};
    Tree() {
        create_all<Node>(db);
        auto leaf = make(Node{.name = "leaf"});
        auto twig = make(Node{.name = "twig", .children = {leaf}});
        auto branch = make(Node{.name = "branch", .children = {twig}});
        session.add(Node{.name = "root", .children = {branch}});
        session.commit();
        session.expunge_all();
    }
};

TEST_CASE_FIXTURE(Tree, "eager: from a class to itself it leads once, and each lazy load leads one further") {
    const Statements seen(db);
    const auto root = session.select<Node>().where([](auto& n) { return n.name == "root"; }).one();
    INFO(seen.text());
    CHECK(seen.count() == 2);
    REQUIRE(is_loaded<&Node::children>(root));
    const auto branch = root->children[0];
    CHECK(!is_loaded<&Node::children>(branch));
    const auto twig = branch->children[0];
    CHECK(seen.count() == 4); // twig and leaf
    CHECK(is_loaded<&Node::children>(twig));
    CHECK(!is_loaded<&Node::children>(twig->children[0]));
    CHECK(twig->parent->parent == root);
}

TEST_CASE_FIXTURE(Tree, "eager: a query leads further by a path") {
    const auto nodes = session.select<Node>()
                           .where([](auto& n) { return n.name == "root"; })
                           .with<&Node::children, &Node::children>()
                           .all();
    const auto twig = nodes[0]->children[0]->children[0];
    CHECK(twig->name == "twig");
    CHECK(!is_loaded<&Node::children>(twig));
}

TEST_CASE_FIXTURE(Tree, "eager: a reference of a class to itself is joined once") {
    const auto nodes =
        session.select<Node>().with<&Node::children>(lazy).order_by([](auto& n) { return asc(n.id); }).all();
    CHECK(nodes.size() == 4);
    const std::string text = session.select<Node>().sql();
    CHECK(text.find("JOIN") == text.rfind("JOIN"));
    for (auto node : nodes) CHECK(is_loaded<&Node::parent>(node));
}

// ---- behind a collection that is a query

struct Shop;
struct Sale {
    Key<int> id;
    One<Shop> shop;
    One<Note, selectin, alone> note;
};
struct Shop {
    Key<int> id;
    Dynamic<Sale> sales;
};

TEST_CASE("eager: the members of a Dynamic bring what their class says") {
    Engine db("sqlite://");
    create_all<Shop>(db);
    Session session(db);
    const auto shop = session.add(Shop{.sales = {make(Sale{.note = make(Note{})}), make(Sale{})}});
    session.commit();
    session.expunge_all();
    const Statements seen(db);
    for (auto sale : session.get<Shop>(1)->sales) CHECK(is_loaded<&Sale::note>(sale));
    CHECK(seen.count() == 3);
}

} // namespace eager_members
