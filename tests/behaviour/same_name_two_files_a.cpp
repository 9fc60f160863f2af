// SPDX-License-Identifier: MIT
// Two classes of one qualified name with different members break the one-definition rule; a program that does it all
// the same is told, instead of getting a mixture of both. (This file is linked first, and its class is used first.)
#include "behaviour/same_name_two_files.hpp"
#include "support/messages.hpp"
#include <doctest/doctest.h>

namespace same_name_two_files {
using namespace athanor;

struct Item {
    Key<int> id;
    Mapped<std::string> name;
};

TEST_CASE("same name: the second class of one name with other members is refused, the first one goes on") {
    Engine db("sqlite://");
    create_all<Item>(db);
    Session session(db);
    auto item = session.add(Item{.name = "first"});
    session.commit();

    for (const Use use : {Use::create, Use::make, Use::add, Use::get, Use::select, Use::alias}) {
        const std::string text = use_other_item(db, use);
        CAPTURE(int(use));
        CHECK_MESSAGE(support::has(text, {"two classes are named", "same_name_two_files::Item", "rename"}), text);
    }
    item->name = "still";
    session.commit();
    CHECK(session.select<Item>().one()->name == "still");
}

} // namespace same_name_two_files
