// SPDX-License-Identifier: MIT
// What a flush writes where several things say it, in which order, and what survives a rollback.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace flush_rules {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;

struct Line;
struct Order {
    Key<int> id;
    Mapped<std::string> code;
    List<Line, owned> lines;
};
struct Line {
    Key<int> id;
    Mapped<std::string> sku;
    Mapped<std::optional<int>> order_id;
    One<Order, by("order_id")> order;
};

struct Node {
    Key<int> id;
    Mapped<std::string> name;
    Mapped<std::optional<int>> parent_id;
    List<Node, cascade(all)> children;
    One<Node, by("parent_id")> parent;
};

struct Tag;
struct Note {
    Key<int> id;
    Set<Tag> tags;
};
struct Tag {
    Key<int> id;
    Set<Note> notes;
};

struct Move;
struct Stock {
    Key<std::string> site;
    List<Move> moves;
};
struct Move {
    Key<int> id;
    Mapped<std::optional<std::string>> site;
    One<Stock, by("site")> stock;
};

struct Shop {
    Engine db{"sqlite://"};
    Session session{db, unattached(skip)};
    Ref<Order> order, other;
    Ref<Line> line;
    Shop() {
        create_all<Order>(db);
        create_all<Node>(db);
        create_all<Note>(db);
        create_all<Stock>(db);
        order = session.add(Order{.code = "a", .lines = {make(Line{.sku = "x"})}});
        other = session.add(Order{.code = "b"});
        line = order->lines[0];
        session.commit();
    }
    Ref<Node> node(const char* name) { return session.add(Node{.name = name}); }
};

TEST_CASE_FIXTURE(Shop, "flush: a changed reference outweighs a foreign key that was written") {
    line->order_id = 99;
    line->order = other;
    session.flush();
    CHECK(line->order_id == 2);
}

TEST_CASE_FIXTURE(Shop, "flush: a reference that is assigned what its row says leaves a written foreign key alone") {
    session.expire<&Line::order>(line);
    line->order_id = std::nullopt;
    line->order = order;
    Statements seen(db);
    session.flush();
    CHECK(seen.count("UPDATE") == 1);
    CHECK(line->order_id == std::nullopt);
}

TEST_CASE_FIXTURE(Shop, "flush: a key column that nobody ever set is written when its reference is set to nothing") {
    auto loose = session.add(Line{.sku = "y"});
    session.flush();
    Statements seen(db);
    loose->order = nullptr;
    session.flush();
    CHECK(seen.count("UPDATE") == 1);
    loose->order = nullptr;
    session.flush();
    CHECK(seen.count("UPDATE") == 1);
}

TEST_CASE_FIXTURE(Shop, "flush: a column that nobody set shows what the next row read with it says") {
    auto loose = session.add(Line{.sku = "y"});
    session.flush();
    session.execute("UPDATE line SET order_id = 1 WHERE id = 2");
    CHECK(loose->order_id == std::nullopt);
    CHECK(session.select<Line>().all().size() == 2);
    CHECK(loose->order_id == 1);
}

TEST_CASE_FIXTURE(Shop, "move: a pending member stays when its reference brings the new owner in") {
    auto fresh = make(Line{.sku = "y"});
    order->lines.add(fresh);
    auto owner = make(Order{.code = "c"});
    fresh->order = owner;
    CHECK(state(owner) == State::pending);
    CHECK(state(fresh) == State::pending);
    session.flush();
    CHECK(fresh->order_id == 3);
}

TEST_CASE_FIXTURE(Shop, "move: a new member that goes to an owner marked for deletion leaves the session") {
    auto fresh = make(Line{.sku = "y"});
    fresh->order = order; // shown by the list, not added
    session.erase(other);
    other->lines.add(fresh);
    CHECK(state(fresh) == State::transient);
    session.flush();
    CHECK(session.select<Line>().count() == 1);
}

TEST_CASE_FIXTURE(Shop, "move: a pending member lost by an owner outside the session leaves with the flush") {
    auto outside = make(Order{.code = "c"});
    auto fresh = session.add(Line{.sku = "y"});
    auto wanted = session.add(Line{.sku = "z"});
    outside->lines = {fresh, wanted};
    outside->lines.remove(fresh);
    outside->lines.remove(wanted);
    CHECK(state(fresh) == State::pending);
    wanted->order = order;
    session.flush();
    CHECK(state(fresh) == State::transient);
    CHECK(state(wanted) == State::persistent);
}

TEST_CASE_FIXTURE(Shop, "assign: what is new is added before what was shown by its reference only") {
    auto shown = make(Line{.sku = "shown"});
    shown->order = order;
    auto fresh = make(Line{.sku = "fresh"});
    order->lines = {line, shown, fresh};
    session.flush();
    CHECK(fresh->id == 2);
    CHECK(shown->id == 3);
}

TEST_CASE_FIXTURE(Shop, "rescue: add() takes back the mark of what hangs on the object") {
    session.erase(order);
    CHECK(deleted_objects(session).size() == 2);
    session.add(order);
    CHECK(deleted_objects(session).empty());
    session.flush();
    CHECK(session.select<Line>().count() == 1);
}

TEST_CASE_FIXTURE(Shop, "rescue: what was deleted by name is not rescued with its owner") {
    session.erase(line);
    session.erase(order);
    session.add(order);
    session.flush();
    CHECK(session.select<Line>().count() == 0);
}

TEST_CASE_FIXTURE(Shop, "rescue: a new owner rescues what it holds when it comes into the session") {
    session.erase(line);
    auto owner = make(Order{.code = "c"});
    owner->lines.add(line);
    CHECK(deleted_objects(session).size() == 1);
    session.add(owner);
    CHECK(deleted_objects(session).empty());
    session.flush();
    CHECK(line->order_id == 3);
}

TEST_CASE_FIXTURE(Shop, "rescue: a mark that a cascade set after the taking in does not hold") {
    session.expire<&Order::lines>(order);
    other->lines.add(line);
    session.expire(order);
    order->lines = {line};
    other->lines.add(line);
    session.flush();
    CHECK(state(line) == State::persistent);
    CHECK(line->order_id == 2);
}

TEST_CASE_FIXTURE(Shop, "rescue: a collection between two classes owns nothing and rescues nothing") {
    auto note = session.add(Note{});
    auto tag = session.add(Tag{});
    session.commit();
    session.autoflush(false);
    session.erase(tag);
    note->tags.add(tag);
    CHECK(deleted_objects(session).size() == 1);
    const std::string text = support::message<IntegrityError>([&] { session.flush(); });
    CHECK(support::has(text, {"deleting Tag #1", "Tag #1 was put into Note::tags of Note #1", "take it out"}));
}

TEST_CASE_FIXTURE(Shop, "delete: the cascade reaches members that were taken out of the session") {
    CHECK(order->lines.size() == 1);
    session.expunge(line);
    session.erase(order);
    CHECK(deleted_objects(session).size() == 2);
    session.flush();
    CHECK(session.select<Line>().count() == 0);
}

TEST_CASE_FIXTURE(Shop, "delete: a second delete does not ask the database again") {
    session.erase(order);
    session.expire_all();
    Statements seen(db);
    session.erase(order);
    CHECK(seen.count() == 0);
}

TEST_CASE("delete: the rows between go once, with the first of two objects") {
    Engine db("sqlite://");
    create_all<Note>(db);
    Session session(db);
    auto note = session.add(Note{.tags = {make(Tag{})}});
    auto tag = *note->tags.begin();
    session.commit();
    CHECK(note->tags.size() == 1);
    session.erase(tag);
    session.flush();
    session.erase(note);
    CHECK_NOTHROW(session.flush());
}

TEST_CASE_FIXTURE(Shop, "tree: rows are inserted level by level, also where an old row lies between new ones") {
    auto old = node("old");
    session.commit();
    auto leaf = make(Node{.name = "leaf"});
    leaf->parent = old;
    session.add(leaf);
    auto root = node("root");
    old->parent = root;
    session.flush();
    CHECK(root->id == 2);
    CHECK(leaf->id == 3);
}

TEST_CASE_FIXTURE(Shop, "tree: what hangs on an old row comes after the roots and before what hangs on a new one") {
    auto old = node("old");
    session.commit();
    auto under_old = session.add(Node{.name = "under an old one", .parent = old});
    auto root = node("root");
    auto under_new = make(Node{.name = "under a new one"});
    root->children.add(under_new);
    session.expire(old); // it takes no part itself
    session.flush();
    CHECK(root->id == 2);
    CHECK(under_old->id == 3);
    CHECK(under_new->id == 4);
}

TEST_CASE_FIXTURE(Shop, "tree: an old row that moves down takes the levels of its stored children with it") {
    auto top = node("top"), below = node("below");
    top->children.add(below);
    session.commit();
    below->name = "changed";
    auto leaf = make(Node{.name = "leaf"});
    below->children.add(leaf);
    auto root = node("root");
    auto twig = make(Node{.name = "twig"}), late = make(Node{.name = "late"});
    root->children.add(twig);
    twig->children.add(late);
    session.autoflush(false);
    top->parent = root;
    session.flush();
    CHECK(twig->id == 4);
    CHECK(late->id == 5);
    CHECK(leaf->id == 6);
}

TEST_CASE_FIXTURE(Shop, "tree: a circle is refused, of stored rows too, and a parent of its own") {
    auto top = node("top"), below = node("below");
    top->children.add(below);
    session.commit();
    SUBCASE("two rows") {
        CHECK(below->parent == top);
        top->parent = below;
    }
    SUBCASE("one row") { top->parent = top; }
    const std::string text = message<CircularDependencyError>([&] { session.flush(); });
    CHECK_MESSAGE(has(text, {"Node #1", "post_update"}), text);
}

TEST_CASE_FIXTURE(Shop, "tree: two rows that change places are refused in one flush, and accepted in two") {
    auto top = node("top"), below = node("below");
    top->children.add(below);
    session.commit();
    CHECK(below->parent == top);
    SUBCASE("in one") {
        below->parent = nullptr;
        top->parent = below;
        const std::string text = message<CircularDependencyError>([&] { session.flush(); });
        CHECK_MESSAGE(has(text, {"Node #1", "Node #2", "stood before", "flush between"}), text);
    }
    SUBCASE("in two") {
        below->parent = nullptr;
        session.flush();
        top->parent = below;
        session.commit();
        CHECK(below->children.size() == 1);
    }
}

TEST_CASE_FIXTURE(Shop, "tree: what does not hang on a circle is written before it is refused") {
    auto top = node("top");
    session.commit();
    session.expire(top);
    auto leaf = make(Node{.name = "leaf"}), loop = node("loop");
    leaf->parent = top;
    session.add(leaf);
    loop->parent = loop;
    Statements seen(db);
    CHECK_THROWS_AS(session.flush(), CircularDependencyError);
    CHECK(seen.count("INSERT", "node") == 1);
    session.rollback();
    CHECK(state(leaf) == State::transient);
    CHECK(session.select<Node>().count() == 1);
}

TEST_CASE_FIXTURE(Shop, "query: whether a collection contains a member without an owner is unknown") {
    auto top = node("top"), lost = node("lost");
    session.commit();
    CHECK(session.select<Node>().where([&](auto& n) { return n.children.contains(lost); }).count() == 0);
    CHECK(session.select<Node>().where([&](auto& n) { return !n.children.contains(lost); }).count() == 0);
    top->children.add(lost);
    session.commit();
    CHECK(session.select<Node>().where([&](auto& n) { return !n.children.contains(lost); }).one() == lost);
}

TEST_CASE_FIXTURE(Shop, "expire: new members leave the session only where they are nothing without their owner") {
    auto top = node("top");
    session.commit();
    auto leaf = make(Node{.name = "leaf"});
    auto extra = make(Line{.sku = "y"});
    top->children.add(leaf);
    order->lines.add(extra);
    session.expire(top);
    session.expire(order);
    CHECK(state(leaf) == State::pending);
    CHECK(state(extra) == State::transient);
    session.commit();
    CHECK(top->children.size() == 1);
}

TEST_CASE_FIXTURE(Shop, "tree: a row that became a child behind the session's back goes before its parent") {
    auto top = node("top"), below = node("below");
    session.commit();
    session.expire_all();
    for (const auto& each : {top, below}) CHECK(each->parent_id == std::nullopt);
    session.execute("UPDATE node SET parent_id = 1 WHERE id = 2");
    session.erase(top);
    session.flush();
    CHECK(state(below) == State::deleted);
    CHECK(session.select<Node>().count() == 0);
}

TEST_CASE_FIXTURE(Shop, "keys: members in memory show the new key of their owner, which the database hands on") {
    session.execute("DROP TABLE move");
    session.execute("CREATE TABLE move (id INTEGER PRIMARY KEY, site TEXT REFERENCES stock(site) ON UPDATE CASCADE)");
    auto stock = session.add(Stock{.site = "n", .moves = {make(Move{})}});
    auto move = stock->moves[0];
    session.flush();
    stock->site = "s";
    Statements seen(db);
    session.flush();
    CHECK(seen.count("UPDATE") == 1);
    CHECK(move->site == "s");
    CHECK(session.select<Move>().where([](auto& m) { return m.site == "s"; }).count() == 1);
}

TEST_CASE_FIXTURE(Shop, "rollback: a value that was expired went with the row, and is not made up") {
    auto fresh = session.add(Order{.code = "c"});
    session.flush();
    session.expire(fresh);
    session.rollback();
    CHECK_THROWS_AS((void)fresh->code.get(), DetachedError);
    session.add(fresh);
    const std::string text = message<UsageError>([&] { session.flush(); });
    CHECK_MESSAGE(has(text, {"Order::code", "rollback", "set it"}), text);
    session.rollback();
    fresh->code = "d";
    session.add(fresh);
    CHECK_NOTHROW(session.flush());
    Statements seen(db);
    CHECK(fresh->id == 3);
    CHECK(seen.count() == 0);
}

TEST_CASE_FIXTURE(Shop, "rollback: what a failed flush copied from a new key is taken back") {
    auto fresh = make(Order{.code = "c", .lines = {make(Line{.sku = "y"})}});
    auto shown = fresh->lines[0];
    session.add(fresh);
    session.flush();
    auto late = session.add(Order{.code = "d"});
    shown->order = late;
    session.execute("CREATE TRIGGER refuse BEFORE UPDATE ON line BEGIN SELECT RAISE(ABORT, 'no'); END");
    CHECK_THROWS_AS(session.flush(), DatabaseError);
    session.rollback();
    CHECK(state(shown) == State::transient);
    CHECK(shown->order_id == std::nullopt);
}

TEST_CASE_FIXTURE(Shop, "refresh: a relationship is read again without the columns") {
    session.expire(other);
    session.refresh<&Order::lines>(other);
    CHECK(is_loaded<&Order::lines>(other));
    CHECK_FALSE(is_loaded<&Order::code>(other));
}

TEST_CASE_FIXTURE(
    Shop, "refresh: an object that its owner has lost is deleted by the flush, and cannot be read again") {
    order->lines.remove(line);
    CHECK_THROWS_AS(session.refresh(line), UsageError);
    CHECK(state(line) == State::deleted);
}

TEST_CASE_FIXTURE(Shop, "flush: one that fails before its first statement dooms the session too") {
    auto nowhere = session.add(Stock{}); // it has no key
    Statements seen(db);
    CHECK_THROWS_AS(session.flush(), UsageError);
    CHECK(seen.count() == 0);
    CHECK_THROWS_AS((void)session.select<Node>().count(), TransactionDoomedError);
    session.rollback();
    CHECK(state(nowhere) == State::transient);
}

} // namespace flush_rules
