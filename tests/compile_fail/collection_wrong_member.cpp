// expect: athanor: a collection takes handles on objects of its own class, or values of it
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
    shelf->books.add(make(Book{}));
#else
    shelf->books.add(make(Shelf{}));
#endif
}
