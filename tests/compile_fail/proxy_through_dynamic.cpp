// expect: a Proxy goes through a List, a Set, a Dict or a One
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct Word {
    Key<int> id;
    Mapped<int> length;
};
struct User {
    Key<int> id;
#ifdef ATHANOR_CONTROL
    List<Word, owned> all_words;
#else
    Dynamic<Word, owned> all_words;
#endif
    Proxy<&User::all_words, &Word::length> lengths;
};
void use() { make(User{}); }
