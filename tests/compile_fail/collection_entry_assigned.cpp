// expect: athanor: a named entry is a handle; dict[key] = x replaces
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct Note {
    Key<int> id;
    Mapped<std::string> keyword;
};
struct Item {
    Key<int> id;
    Dict<&Note::keyword, owned, by("item_id")> notes;
};
int main() {
    const auto item = make(Item{});
    auto entry = item->notes["a"];
#ifdef ATHANOR_CONTROL
    item->notes["a"] = make(Note{.keyword = "a"});
#else
    entry = make(Note{.keyword = "a"});
#endif
    return entry ? 1 : 0;
}
