// SPDX-License-Identifier: MIT
#include "behaviour/same_name_two_files.hpp"
#include "support/messages.hpp"

namespace same_name_two_files {
using namespace athanor;

struct Item {
    Key<int> id;
    Mapped<int> x, y;
};

std::string use_other_item(Engine& db, Use use) {
    return support::message<MappingError>([&] {
        Session session(db);
        switch (use) {
        case Use::create: create_all<Item>(db); break;
        case Use::make: make(Item{.x = 1, .y = 2}); break;
        case Use::add: session.add(Item{.x = 1, .y = 2}); break;
        case Use::get: session.get<Item>(1); break;
        case Use::select: session.select<Item>().all(); break;
        case Use::alias: from<Item>(); break;
        }
    });
}

} // namespace same_name_two_files
