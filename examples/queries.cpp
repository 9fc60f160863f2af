// SPDX-License-Identifier: MIT
// What docs/queries.md shows, as a program.
#include <athanor/athanor.hpp>
#include <iostream>

using namespace athanor;

// [classes]
struct Post;
struct Comment;
struct Tag;

struct User {
    Key<int> id;
    Column<std::string, unique_key> name;
    Mapped<std::optional<int>> age;
    Mapped<bool> active;
    One<User> boss;
    List<User> staff;
    List<Post, owned> posts;
};
struct Post {
    Key<int> id;
    Mapped<std::string> title;
    Mapped<int> likes;
    One<User> author;
    List<Comment, owned> comments;
    Set<Tag> tags;
};
struct Comment {
    Key<int> id;
    Mapped<std::string> text;
    One<Post> post;
};
struct Tag {
    Key<int> id;
    Mapped<std::string> name;
    Set<Post> posts;
};
// [/classes]
// [eager]
struct Order;
struct Line;
struct Product;

struct Customer {
    Key<int> id;
    Mapped<std::string> name;
    List<Order, owned> orders; // when it is first read
};
struct Order {
    Key<int> id;
    One<Customer, joined> customer;    // with the SELECT of the order
    List<Line, owned, selectin> lines; // with one SELECT for all orders
};
struct Line {
    Key<int> id;
    Mapped<int> amount;
    One<Order> order;
    One<Product, selectin> product;
};
struct Product {
    Key<int> id;
    Mapped<std::string> name;
};
// [/eager]
struct Archive {
    Key<int> id;
    Mapped<std::string> title;
    Mapped<int> likes;
};

namespace {

void fill(Session& session) {
    auto cpp = make(Tag{.name = "c++"});
    auto ann = session.add(User{.name = "ann",
        .age = 50,
        .active = true,
        .posts = {make(Post{.title = "Hello", .likes = 3, .comments = {make(Comment{.text = "Nice"})}, .tags = {cpp}}),
            make(Post{.title = "World",
                .likes = 7,
                .comments = {make(Comment{.text = "First"}), make(Comment{.text = "Second"})}})}});
    auto ben = session.add(
        User{.name = "ben", .age = 40, .active = true, .boss = ann, .posts = {make(Post{.title = "Alone"})}});
    session.add(User{.name = "cid", .boss = ben});
    session.commit();
}

void objects(Session& session) {
    // [objects]
    from<Post> p;
    for (auto post : session.select(p).where(p->author->name == "ann" && p->likes > 5).order_by(desc(p->likes)))
        std::cout << post->title << '\n';

    auto grown = session.select<User>().where([](auto& u) { return u.age >= 18; }).all();
    auto first =
        session.select<User>().order_by([](auto& u) { return asc(u.name); }).first(); // null when there is none
    // [/objects]
    std::cout << grown.size() << ' ' << first->name << '\n';
}

void rows(Session& session) {
    // [rows]
    from<Post> p;
    from<Comment> c;
    for (auto [title, comments] :
        session.select(p->title, count(c)).left_join(c, p->comments).group_by(p).order_by(desc(count(c)), p->title))
        std::cout << title << ": " << comments << '\n';

    std::vector<std::string> titles = session.select(p->title).where(p->likes > 0).order_by(p->title).all();
    std::optional<std::int64_t> likes = session.select(sum(p->likes)).scalar();
    // [/rows]
    std::cout << titles.size() << ' ' << likes.value_or(0) << '\n';
    // [entities]
    from<User> u, boss;
    for (auto [user, title] : session.select(u, p->title).join(p, u->posts).order_by(p->id))
        std::cout << user->name << " wrote " << title << '\n';

    for (auto [user, its_boss] : session.select(u, boss).left_join(boss, u->boss).order_by(u->id))
        std::cout << user->name << " works for " << (its_boss ? *its_boss->name : "nobody") << '\n';
    // [/entities]
}

void paths(Session& session) {
    // [paths]
    from<Post> p;
    std::cout << session.select(p->title).where(p->author->boss->name == "ann").sql() << '\n';
    auto names =
        session.select(nullable(p->author->boss->name)).order_by(p->id).all(); // optional: there may be no boss
    auto tagged = session.select(p).where(p->tags.any([](auto& t) { return t.name == "c++"; })).count();
    // [/paths]
    std::cout << names.size() << ' ' << tagged << '\n';
}

void subqueries(Session& session) {
    // [subqueries]
    from<User> u, other;
    from<Post> p;
    auto older = session.select(u).where(u->age > select(avg(other->age)).value()).all();
    auto liked = session.select(u).where(in(u->id, select(p->author->id).where(p->likes > 5))).all();
    auto silent = session.select(u).where(!exists(select(p).where(p->author == u))).all();
    auto totals = session.select(u->name, select(sum(p->likes)).where(p->author == u).value()).all();
    // [/subqueries]
    std::cout << older.size() << liked.size() << silent.size() << totals.size() << '\n';
    // [from]
    auto counts = select(p->author->id, count(p)).group_by(p->author->id).subquery();
    auto [author, number] = counts.columns();
    auto busy = session.select(u->name, number).join(counts, author == u->id).where(number > 1).all();
    // [/from]
    std::cout << std::get<0>(busy.at(0)) << '\n';
    // [recursive]
    from<User> top, next;
    auto below = select(top->id, top->name).where(top->name == "ann").recursive([&](auto& found) {
        return select(next->id, next->name).join(found, next->boss->id == found.template get<0>());
    });
    auto everyone = session.select(below.get<1>()).from(below).all();
    // [/recursive]
    std::cout << everyone.size() << '\n';
    // [sets]
    auto all_names = union_(session.select(u->name), session.select(p->title));
    auto sorted = all_names.order_by(all_names.column<0>()).limit(2).all();
    // [/sets]
    std::cout << sorted.at(0) << '\n';
}

void conditions(Session& session, std::optional<int> at_least, const std::vector<std::string>& words) {
    // [conditions]
    from<Post> p;
    std::vector<Expr<bool>> all;
    if (at_least) all.push_back(p->likes >= *at_least);
    std::vector<Expr<bool>> any;
    for (const auto& word : words) any.push_back(like(p->title, "%" + word + "%"));
    if (!any.empty()) all.push_back(or_(any));
    auto found = session.select(p).where(and_(all)).all();
    // [/conditions]
    std::cout << found.size() << '\n';
    // [choices]
    auto kinds =
        session
            .select(p->title + "!", case_(when(p->likes > 5, "hot"), when(p->likes > 0, "warm"), otherwise("cold")),
                cast<std::string>(p->likes))
            .order_by(p->id)
            .all();
    // [/choices]
    std::cout << std::get<0>(kinds.at(0)) << ' ' << std::get<1>(kinds.at(0)) << '\n';
}

void loading(Session& session) {
    // [with]
    auto users = session.select<User>().with<&User::posts, &Post::tags>().all(); // users, posts, tags: three SELECTs
    auto posts = session.select<Post>().with<&Post::author>(joined).all();       // one
    // [/with]
    std::cout << users.size() << ' ' << posts.at(0)->author->name << '\n';
}

void eager(Session& session) {
    auto tea = make(Product{.name = "tea"});
    session.add(Customer{.name = "ann", .orders = {make(Order{.lines = {make(Line{.amount = 2, .product = tea})}})}});
    session.commit();
    session.expunge_all();
    // [last_word]
    auto orders = session.select<Order>().all(); // with customers and lines, and the products of these
    auto bare = session.select<Order>().with<&Order::customer>(lazy).with<&Order::lines>(lazy).all();
    // [/last_word]
    std::cout << orders.size() << ' ' << bare.at(0)->lines.at(0)->product->name << '\n';
}

void bulk(Session& session) {
    // [bulk]
    from<User> u;
    from<Post> p;
    session.update(u).set(u->age, u->age + 1).where(u->active).execute();
    session.update<User>().set<&User::active>(false).where([](auto& user) { return user.age > 45; }).execute();
    auto gone = session.erase<Comment>().where([](auto& c) { return c.post->likes == 0; }).execute();

    session.insert<Archive>()
        .from<&Archive::title, &Archive::likes>(select(p->title, p->likes).where(p->likes > 0))
        .execute();
    session.insert<User>()
        .add({.name = "ann", .age = 20})
        .add({.name = "dan", .age = 30})
        .on_conflict<&User::name>()
        .update<&User::age>()
        .execute();
    // [/bulk]
    // [upsert]
    session.insert<Archive>()
        .add({.id = 1, .title = "Hello", .likes = 5})
        .on_conflict<&Archive::id>()
        .set<&Archive::likes>([](auto& old, auto& fresh) { return old.likes + fresh.likes; })
        .where([](auto& old, auto& fresh) { return old.title == fresh.title; })
        .execute();
    // [/upsert]
    std::cout << gone << ' ' << session.select<Archive>().count() << ' ' << session.select<User>().count() << '\n';
    // [raw]
    auto users = session.from_sql<User>("SELECT * FROM user WHERE age > ? ORDER BY id", 25);
    auto pairs = session.from_sql<std::string, std::optional<int>>("SELECT name, age FROM user ORDER BY id");
    // [/raw]
    std::cout << users.size() << ' ' << std::get<0>(pairs.at(0)) << '\n';
}

} // namespace

int main() {
    Engine db("sqlite://");
    create_all<User>(db);
    create_all<Archive>(db);
    create_all<Customer>(db);
    Session session(db);
    fill(session);
    objects(session);
    rows(session);
    paths(session);
    subqueries(session);
    conditions(session, 1, {"ell", "orl"});
    loading(session);
    bulk(session);
    eager(session);
}
