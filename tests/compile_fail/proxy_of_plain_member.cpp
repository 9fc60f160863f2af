// expect: a Proxy shows a column, a One or another Proxy of the objects in the relationship
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct Word {
    Key<int> id;
#ifdef ATHANOR_CONTROL
    Mapped<int> length;
#else
    int length;
#endif
};
struct User {
    Key<int> id;
    List<Word, owned> all_words;
    Proxy<&User::all_words, &Word::length> lengths;
};
void use() { make(User{}); }
