// expect: athanor: a collection takes a range of handles on objects of its own class
// SPDX-License-Identifier: MIT
#include "athanor/athanor.hpp"
using namespace athanor;
struct Book {
    Key<int> id;
};
struct Shelf {
    Key<int> id;
    List<Book, owned> books;
};
int main() {
    const auto shelf = make(Shelf{});
#ifdef ATHANOR_CONTROL
    shelf->books = std::vector<Ref<Book>>();
#else
    shelf->books = std::vector<Ref<Shelf>>();
#endif
}
