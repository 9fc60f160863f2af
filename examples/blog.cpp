// SPDX-License-Identifier: MIT
// Columns are aligned by hand.
// clang-format off
// [tour]
#include <athanor/athanor.hpp>
#include <cstdlib>
#include <iostream>

using namespace athanor;
static void expect(bool holds, const char* what) {
    if (!holds) { std::cerr << "failed: " << what << '\n'; std::exit(1); }
}

struct User; struct Post; struct Tag;

struct User {
    Key<int>                                    id;
    Column<std::string, unique_key, length(50)> name;
    Mapped<std::optional<std::string>>          email;
    List<Post, owned>                           posts;      // pairs itself with Post::author
};
struct Post {
    Key<int>            id;
    Mapped<std::string> title, body;
    One<User>           author;                             // brings the column author_id
    Set<Tag>            tags;                               // many-to-many with Tag::posts: brings the table between
};
struct Tag {
    Key<int>                        id;
    Column<std::string, unique_key> name;
    Set<Post>                       posts;
};

int main() {
    Engine db("sqlite:blog.db");
    drop_all<User>(db);
    create_all<User>(db);                                   // reaches Post and Tag through the relationships
    Session session(db);

    auto cpp = make(Tag{.name = "c++"});
    auto ed  = session.add(User{.name = "ed", .posts = {
        make(Post{.title = "Hello", .tags = {cpp}}),
        make(Post{.title = "Alchemy"})}});
    session.commit();                                       // 1 user, 2 posts, 1 tag, 1 link

    for (auto post : ed->posts) std::cout << post->author->name << ": " << post->title << '\n';
    ed->posts[0]->title += ", world";
    ed->posts.remove(ed->posts[1]);                         // an orphan now
    session.commit();                                       // 1 UPDATE, 1 DELETE

    from<Post> p;
    for (auto post : session.select(p).where(p->author->name == "ed" && p->tags.any([](auto& t) { return t.name == "c++"; }))
                            .order_by(p->title).limit(10).with<&Post::tags>())
        std::cout << post->title << ' ' << post->tags.size() << '\n';

    if (auto user = session.select<User>().where([](auto& u) { return u.email == std::nullopt; }).first())
        user->email = user->name + "@example.org";
    session.commit();

    Session other(db);
    expect(other.get<User>(1)->email == "ed@example.org", "the change is in the database");
    expect(other.select<Post>().count() == 1, "the orphan is gone");
}
// [/tour]
