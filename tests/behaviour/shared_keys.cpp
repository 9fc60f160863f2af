// SPDX-License-Identifier: MIT
// A foreign key may share a column with the key of its own row.
#include "support/messages.hpp"
#include <athanor/athanor.hpp>
#include <doctest/doctest.h>

namespace shared_keys {
using namespace athanor;
using support::has;
using support::message;

struct Worker {
    Key<int> tenant;
    Key<int> number;
    Mapped<std::optional<int>> boss_number;
    One<Worker, by("tenant", "boss_number")> boss;
    List<Worker, pairs("boss")> team;
};
struct Tag;
struct Post {
    Key<int> id;
    List<struct Tagging> taggings;
};
struct Tag {
    Key<int> id;
};
struct Tagging {
    Key<int> post_id;
    Key<int> tag_id;
    One<Post, by("post_id")> post;
    One<Tag, by("tag_id")> tag;
};

struct Firm {
    Engine db{"sqlite://"};
    Session session{db};
    Ref<Worker> boss, worker;
    Firm() {
        create_all<Worker>(db);
        boss = session.add(Worker{.tenant = 1, .number = 1});
        worker = session.add(Worker{.tenant = 1, .number = 2, .boss = boss});
        session.add(Worker{.tenant = 1, .number = 3});
        session.add(Worker{.tenant = 2, .number = 9});
        session.commit();
    }
    std::string rows() {
        std::string text;
        for (const auto& row : session.execute("SELECT tenant, number, boss_number FROM worker ORDER BY 1, 2").rows)
            text += to_string(row[0]) + "/" + to_string(row[1]) + ">" + to_string(row[2]) + " ";
        return text;
    }
};
constexpr const char* without_boss = "1/1>NULL 1/2>NULL 1/3>NULL 2/9>NULL ";

TEST_CASE("shared keys: a reference is null when one of its columns is") {
    Firm firm;
    from<Worker> w;
    CHECK(firm.session.select(w->number).where(w->boss == nullptr).order_by(w->number).all() ==
        std::vector<int>{1, 3, 9});
    CHECK(firm.session.select(w->number).where(w->boss != nullptr).all() == std::vector<int>{2});
}

TEST_CASE("shared keys: without the reference the row keeps its own key") {
    SUBCASE("by the reference") {
        Firm firm;
        firm.worker->boss = nullptr;
        firm.session.commit();
        CHECK(firm.rows() == without_boss);
        CHECK(firm.worker->tenant == 1);
    }
    SUBCASE("by the collection") {
        Firm firm;
        firm.boss->team.clear();
        firm.session.commit();
        CHECK(firm.rows() == without_boss);
    }
    SUBCASE("because its object is deleted") {
        Firm firm;
        firm.session.erase(firm.boss);
        firm.session.commit();
        CHECK(firm.rows() == "1/2>NULL 1/3>NULL 2/9>NULL ");
    }
    SUBCASE("by an UPDATE of many rows") {
        Firm firm;
        from<Worker> w;
        CHECK(firm.session.update(w).set(w->boss, nullptr).execute() == 4);
        CHECK(firm.rows() == without_boss);
    }
}

TEST_CASE("shared keys: a new row without the reference has its own key") {
    Firm firm;
    firm.session.add(Worker{.tenant = 3, .number = 1, .boss = nullptr});
    firm.session.commit();
    CHECK(firm.rows() == "1/1>NULL 1/2>1 1/3>NULL 2/9>NULL 3/1>NULL ");
}

TEST_CASE("shared keys: an object whose key differs is refused") {
    Firm firm;
    firm.worker->boss = firm.session.get<Worker>(2, 9);
    const std::string why = message<UsageError>([&] { firm.session.commit(); });
    CHECK(has(
        why, {"Worker #1, 2 in table worker cannot refer to Worker #2, 9", "its own key Worker::tenant from 1 to 2"}));
    firm.session.rollback();
    CHECK(firm.rows() == "1/1>NULL 1/2>1 1/3>NULL 2/9>NULL ");
}

TEST_CASE("shared keys: a new object's key is the program's, or else that of what it refers to") {
    Firm firm;
    firm.session.add(Worker{.number = 5, .boss = firm.boss});
    firm.session.commit();
    CHECK(firm.session.get<Worker>(1, 5)->boss == firm.boss);
    firm.session.add(Worker{.tenant = 2, .number = 5, .boss = firm.boss});
    CHECK_THROWS_AS(firm.session.commit(), UsageError);
}

TEST_CASE("shared keys: an UPDATE of many rows does not change them") {
    Firm firm;
    from<Worker> w;
    const std::string why =
        message<UsageError>([&] { (void)firm.session.update(w).set(w->boss, firm.boss).execute(); });
    CHECK(has(why, {"Worker::boss holds the column worker.tenant, which is part of the key"}));
}

TEST_CASE("shared keys: a row whose key consists of references moves with them, and cannot do without") {
    Engine db("sqlite://");
    create_all<Post>(db);
    Session session(db);
    const auto post = session.add(Post{}), other = session.add(Post{});
    const auto tagging = session.add(Tagging{.post = post, .tag = session.add(Tag{})});
    session.commit();
    tagging->post = other;
    session.commit();
    CHECK(tagging->post_id == other->id);
    tagging->post = nullptr;
    const std::string why = message<UsageError>([&] { session.commit(); });
    CHECK(has(why, {"Tagging #2, 1 in table tagging cannot set Tagging::post to null: the foreign key"}));
}

TEST_CASE("shared keys: such a row cannot leave its owner's collection, but be deleted") {
    Engine db("sqlite://");
    create_all<Post>(db);
    Session session(db);
    const auto post = session.add(Post{});
    const auto tagging = session.add(Tagging{.post = post, .tag = session.add(Tag{})});
    session.commit();
    post->taggings.clear();
    const std::string why = message<UsageError>([&] { session.commit(); });
    CHECK(has(why, {"Tagging #1, 1 in table tagging cannot set Tagging::post to null"}));
    session.rollback();
    CHECK(post->taggings.size() == 1);
    post->taggings.remove(tagging);
    session.erase(tagging);
    session.commit();
    CHECK(session.select<Tagging>().count() == 0);
}

} // namespace shared_keys
